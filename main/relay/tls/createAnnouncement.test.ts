import { randomInt } from "node:crypto";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Language } from "#shared/errors/errorTexts.ts";
import { silentLog } from "../../observability/log.ts";
import { type Interfaces, networksOf } from "./announcedRecords.ts";
import { type AnnouncementDeps, createAnnouncement } from "./createAnnouncement.ts";
import { type HeardRecord, openResponder } from "./multicastResponder.ts";

const networks = networksOf(networkInterfaces());
const [network] = networks;
const skipReason = "this machine has no network interface with IPv4 besides loopback";
/** Of its own for each test: others on this machine and in this network hear it too. */
const freshName = () => `quarterdeck-test-${randomInt(1e9).toString(36)}`;

function announce(options: Partial<AnnouncementDeps> = {}) {
  const name = freshName();
  const changed = vi.fn();
  const announcement = createAnnouncement({
    name,
    port: 8766,
    changed,
    log: silentLog,
    language: () => "en",
    pollMs: 20,
    ...options,
  });
  onTestFinished(async () => await announcement[Symbol.asyncDispose]());
  return { name, host: `${name}.local`, changed, announcement };
}

/** Another machine of the network, as far as packets go. */
function openPeer() {
  const heard: HeardRecord[] = [];
  const errors: Error[] = [];
  const responder = openResponder({
    address: network?.from ?? "",
    heard: (records) => void heard.push(...records),
    failed: (error) => void errors.push(error),
  });
  onTestFinished(() => responder.close());
  return { heard, errors, responder };
}

/** Asks until the answer is there: a single packet may get lost. */
async function hears(peer: ReturnType<typeof openPeer>, name: string, expected: Partial<HeardRecord>) {
  await vi.waitFor(
    async () => {
      await peer.responder.ask(name);
      expect(peer.heard).toContainEqual(expect.objectContaining(expected));
    },
    { timeout: 8000, interval: 200 },
  );
}

describe("the announcement", () => {
  it("answers with this machine's addresses, the port and the service", async (context) => {
    if (!network) return context.skip(skipReason);
    const peer = openPeer();
    const { announcement, changed, host, name } = announce();
    await vi.waitFor(() => expect(announcement.status()).toEqual({ kind: "announced", name: host }), 5000);
    expect(changed).toHaveBeenCalledOnce();
    const instance = `${name}._quarterdeck._tcp.local`;
    for (const address of network.addresses) {
      await hears(peer, host, { name: host, type: address.includes(":") ? "AAAA" : "A", data: address, ttl: 120 });
    }
    await hears(peer, instance, { type: "SRV", data: expect.objectContaining({ port: 8766, target: host }) });
    await hears(peer, "_quarterdeck._tcp.local", { type: "PTR", data: instance });
  });

  it("is told without being asked, and taken back at the end", async (context) => {
    if (!network) return context.skip(skipReason);
    const peer = openPeer();
    const { announcement, host } = announce();
    const aboutHost = () => peer.heard.filter(({ name, type }) => name === host && type === "A");
    await vi.waitFor(() => expect(aboutHost().map(({ ttl }) => ttl)).toEqual([120, 120]), 5000);
    await announcement[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(aboutHost().at(-1)?.ttl).toBe(0), 5000);
  });

  it("gives way to another machine of the same name, says so, and comes when that is gone", async (context) => {
    if (!network) return context.skip(skipReason);
    const name = freshName();
    const host = `${name}.local`;
    const peer = openPeer();
    const theirs = { name: host, type: "A", ttl: 120, data: "198.51.100.77" } as const;
    peer.responder.register([theirs]);
    const { announcement } = announce({ name, retryMs: 100 });
    await vi.waitFor(() => {
      const status = announcement.status();
      expect(status.kind === "failed" && status.reason).toContain(`another machine is called ${host}`);
    }, 5000);
    peer.responder.unregister([theirs]);
    await vi.waitFor(() => expect(announcement.status().kind).toBe("announced"), 8000);
  });

  it("follows the networks of this machine: none, then one, then other addresses", async (context) => {
    if (!network) return context.skip(skipReason);
    let interfaces: Interfaces = {};
    const peer = openPeer();
    const { announcement, host } = announce({ interfaces: () => interfaces });
    await vi.waitFor(() =>
      expect(announcement.status()).toEqual({
        kind: "failed",
        reason: "this machine is in no network that could carry it",
      }),
    );
    const entry = Object.values(networkInterfaces())
      .flatMap((all = []) => all)
      .find(({ address }) => address === network.from);
    if (!entry) throw new Error("The interface is gone");
    interfaces = { one: [entry] };
    await vi.waitFor(() => expect(announcement.status()).toEqual({ kind: "announced", name: host }), 5000);
    const more = { ...entry, family: "IPv6" as const, address: "fd99::7", scopeid: 0 };
    interfaces = { one: [entry, more] };
    await hears(peer, host, { name: host, type: "AAAA", data: "fd99::7" });
  });

  it("tells of no address that the listener is not bound to", () => {
    const entry = { netmask: "", mac: "", internal: false, cidr: null } as const;
    const interfaces: Interfaces = {
      lo: [{ ...entry, address: "127.0.0.1", family: "IPv4", internal: true }],
      one: [
        { ...entry, address: "192.168.1.5", family: "IPv4" },
        { ...entry, address: "fe80::5", family: "IPv6", scopeid: 2 },
        { ...entry, address: "2001:db8::5", family: "IPv6", scopeid: 0 },
      ],
      two: [{ ...entry, address: "10.0.0.5", family: "IPv4" }],
    };
    const one = { from: "192.168.1.5", addresses: ["192.168.1.5", "2001:db8::5"] };
    const two = { from: "10.0.0.5", addresses: ["10.0.0.5"] };
    for (const everywhere of [undefined, "", "::"]) expect(networksOf(interfaces, everywhere)).toEqual([one, two]);
    expect(networksOf(interfaces, "0.0.0.0")).toEqual([{ ...one, addresses: ["192.168.1.5"] }, two]);
    expect(networksOf(interfaces, "10.0.0.5")).toEqual([two]);
    expect(networksOf(interfaces, "2001:DB8:0::5")).toEqual([{ ...one, addresses: ["2001:db8::5"] }]);
    expect(networksOf(interfaces, "127.0.0.1")).toEqual([]);
  });

  it("says why when the network does not let it through, and breaks nothing", async () => {
    const nowhere = {
      address: "203.0.113.254",
      netmask: "255.255.255.0",
      mac: "02:00:00:00:00:01",
      internal: false,
      cidr: null,
    };
    let language: Language = "en";
    const interfaces = (): Interfaces => ({ one: [{ ...nowhere, family: "IPv4" }] });
    const { announcement } = announce({ interfaces, language: () => language });
    await vi.waitFor(() => {
      const status = announcement.status();
      expect(status.kind === "failed" && status.reason).toMatch(/^the network does not let it through \(.+\)$/);
    }, 5000);
    language = "zh-CN";
    expect(announcement.status()).toMatchObject({ reason: expect.stringContaining("网络不允许通过") });
  });
});
