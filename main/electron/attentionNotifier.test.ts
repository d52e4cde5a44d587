import { EventEmitter } from "node:events";
import type { NotificationConstructorOptions } from "electron";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DesktopNotifier } from "../attention/contract.ts";
import { bell, openTestAttention, permission, type TestAttention } from "../attention/testAttention.ts";
import { silentLog } from "../observability/log.ts";
import { createAttentionNotifier } from "./attentionNotifier.ts";
import { desktopTexts } from "./texts.ts";

/** A notification that the test clicks. */
class FakeNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  isOpen = false;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {
    this.isOpen = true;
    queueMicrotask(() => this.emit("show"));
  }

  close(): void {
    this.isOpen = false;
  }
}

describe("attention as the system’s notifications", () => {
  let test: TestAttention;
  let notifier: DesktopNotifier & Disposable;
  let shown: FakeNotification[];
  let opened: string[];
  let isSupported: boolean;
  beforeEach(async () => {
    [shown, opened, isSupported] = [[], [], true];
    test = await openTestAttention();
    notifier = createAttentionNotifier({
      core: { attention: test.attention, log: silentLog },
      texts: () => desktopTexts("en"),
      isSupported: () => isSupported,
      hasMarkup: true,
      create: (options) => {
        const notification = new FakeNotification(options);
        shown.push(notification);
        return notification;
      },
      open: (id) => opened.push(id),
    });
    test.attention.attachDesktop(notifier);
  });
  afterEach(async () => {
    notifier[Symbol.dispose]();
    await test[Symbol.asyncDispose]();
  });
  const desktopRow = async (id: string) =>
    (await test.attention.get(id)).deliveries.find(({ surface }) => surface === "desktop");

  it("say who asks for what, with a button for each plain answer, and count as delivered when shown", async () => {
    const { id } = await test.attention.raise(permission());
    await expect.poll(() => desktopRow(id)).toMatchObject({ state: "delivered" });
    expect(shown[0]?.options).toMatchObject({
      title: "build asks for permission",
      body: "May I run this?\nrm -rf dist",
      actions: [
        { type: "button", text: "Allow" },
        { type: "button", text: "Deny" },
      ],
    });
  });

  it("show tags in what a tool says as they are, where the system would read them", async () => {
    await test.attention.raise(permission({ detail: `: '<i name="'; rm -rf / ;: '">' && ls` }));
    await expect.poll(() => shown.length).toBe(1);
    expect(shown[0]?.options.body).toBe(`May I run this?\n: '&lt;i name="'; rm -rf / ;: '"&gt;' &amp;&amp; ls`);
  });

  it("have no buttons for what they cannot show whole", async () => {
    await test.attention.raise(permission({ detail: `echo ${"x".repeat(300)}; rm -rf /` }));
    await expect.poll(() => shown.length).toBe(1);
    expect(shown[0]?.options).toMatchObject({ body: expect.stringMatching(/x…$/), actions: [] });
  });

  it("have no buttons for what stands below the fold, or in a text that is cut", async () => {
    await test.attention.raise(permission({ detail: `echo${"\n".repeat(8)}rm -rf /` }));
    await test.attention.raise(permission({ text: `Run ${"x".repeat(300)}`, detail: undefined }));
    await expect.poll(() => shown.length).toBe(2);
    expect(shown.map(({ options }) => options.actions)).toEqual([[], []]);
  });

  it("answer with a button, and go away", async () => {
    const { id } = await test.attention.raise(permission());
    await expect.poll(() => desktopRow(id)).toMatchObject({ state: "delivered" });
    shown[0]?.emit("action", { actionIndex: 1 });
    await expect.poll(async () => (await test.attention.get(id)).answer).toMatchObject({ choice: "deny" });
    expect(await desktopRow(id)).toMatchObject({ state: "answered" });
    expect(shown[0]?.isOpen).toBe(false);
    expect(opened).toEqual([]);
  });

  it("show the item in the window when clicked, or when somebody was faster", async () => {
    const { id } = await test.attention.raise(permission());
    await expect.poll(() => desktopRow(id)).toMatchObject({ state: "delivered" });
    shown[0]?.emit("click");
    await expect.poll(() => desktopRow(id)).toMatchObject({ state: "seen" });
    await test.attention.close(id, "terminal");
    shown[0]?.emit("action", { actionIndex: 0 });
    await expect.poll(() => opened).toEqual([id, id]);
  });

  it("that fail say so", async () => {
    isSupported = false;
    const { id } = await test.attention.raise(bell());
    await expect.poll(() => desktopRow(id)).toMatchObject({ state: "failed", reason: "not-shown" });
    expect(shown).toEqual([]);
  });

  it("go away with the app", async () => {
    await test.attention.raise(bell());
    await expect.poll(() => shown[0]?.isOpen).toBe(true);
    notifier[Symbol.dispose]();
    expect(shown[0]?.isOpen).toBe(false);
  });
});
