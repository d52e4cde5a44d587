import { expect, type Page } from "@playwright/test";
import { pairByCode, test } from "../../helpers/phones/phoneTest.ts";
import { terminalRows } from "../../helpers/terminal.ts";

const lostText = /Reconnecting|Connection lost/;

/** A text as a person sees it: the terminal's picture and its wrapped text hold the same, and one of them is hidden. */
function shown(page: Page, text: string) {
  return page.getByText(text).filter({ visible: true }).first();
}

/** What the terminal of a session holds, scrolled off or not, as lines. */
async function wholeText(page: Page, id: string): Promise<string> {
  return (await terminalRows(page, id).textContent()) ?? "";
}

test("a phone watches without resizing, drives, and hands back", async ({ desk }) => {
  const { phone } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  const { id } = await desk.api.startShell("build");
  await desk.page.goto(desk.address(`/sessions/${id}`));
  await expect(terminalRows(desk.page, id)).toContainText(/[#$] /);
  await expect.poll(async () => (await desk.api.session(id)).columns).toBeGreaterThan(80);
  const before = await desk.api.session(id);
  await desk.api.type(id, "echo seen-$((40+2))\r");

  await phone.page.goto(`${desk.origin}/#/sessions/${id}`);
  await expect(shown(phone.page, "seen-42")).toBeVisible();
  expect((await desk.api.session(id)).columns).toBe(before.columns);

  await phone.page.getByRole("button", { name: "Drive" }).click();
  await expect.poll(async () => (await desk.api.session(id)).driver?.label).toBe("Mei’s phone");
  await expect.poll(async () => (await desk.api.session(id)).columns).toBeLessThan(before.columns);
  await expect(desk.page.getByText(/Mei’s phone decides the size/)).toBeVisible();
  await phone.page.getByRole("textbox", { name: "Write or dictate a line" }).fill("echo from-the-$((1))st-thumb");
  await phone.page.getByRole("button", { name: "Send, with Enter" }).click();
  await expect(terminalRows(desk.page, id)).toContainText("from-the-1st-thumb");

  await phone.page.getByRole("button", { name: "Give back" }).click();
  await expect.poll(async () => (await desk.api.session(id)).driver?.label).not.toBe("Mei’s phone");
});

test("driving ends by itself when the phone is gone, also without a word", async ({ desk }) => {
  const { phone, network } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  const { id } = await desk.api.startShell("build");
  await phone.page.goto(`${desk.origin}/#/sessions/${id}`);
  await phone.page.getByRole("button", { name: "Drive" }).click();
  await expect.poll(async () => (await desk.api.session(id)).driver?.label).toBe("Mei’s phone");
  network.silence();
  await expect.poll(async () => (await desk.api.session(id)).driver, { timeout: 25_000 }).toBeNull();
});

test("the network is cut in the middle of a flood: the phone comes back by itself, with nothing missing and nothing twice", async ({
  desk,
}) => {
  const { phone, network } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  const { id } = await desk.api.startShell("flood");
  await phone.page.goto(`${desk.origin}/#/sessions/${id}`);
  await expect(terminalRows(phone.page, id)).toContainText(/[#$] /);
  await desk.api.type(id, "for i in $(seq 1 400); do echo line-$i-end; sleep 0.01; done; echo all-$((1))-over\r");
  await expect.poll(() => wholeText(phone.page, id)).toMatch(/line-\d\d+-end/);
  network.cut();
  await expect(phone.page.getByText(lostText).first()).toBeVisible();
  network.mend();
  await expect(phone.page.getByText(lostText).first()).toBeHidden();
  await expect.poll(() => wholeText(phone.page, id), { timeout: 20_000 }).toContain("all-1-over");
  const seen = [...(await wholeText(phone.page, id)).matchAll(/line-(\d+)-end/g)].map((match) => Number(match[1]));
  expect(seen.length).toBeGreaterThan(5);
  expect(seen).toEqual(Array.from(seen, (_, index) => 400 - seen.length + 1 + index));
});

test("what is typed without a network is kept visibly, and goes out on the person’s word alone", async ({ desk }) => {
  const { phone, network } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  const { id } = await desk.api.startShell("held");
  await phone.page.goto(`${desk.origin}/#/sessions/${id}`);
  await expect(terminalRows(phone.page, id)).toContainText(/[#$] /);
  network.cut();
  await expect(phone.page.getByText(lostText).first()).toBeVisible();
  await phone.page.getByRole("textbox", { name: "Write or dictate a line" }).fill("echo held-$((20+3))");
  await phone.page.getByRole("button", { name: "Send, with Enter" }).click();
  await expect(phone.page.getByText("Not sent yet:")).toBeVisible();
  network.mend();
  await expect(phone.page.getByText(lostText).first()).toBeHidden();
  await desk.api.type(id, "echo desk-$((30+4))\r");
  await expect(shown(phone.page, "desk-34")).toBeVisible();
  await expect(phone.page.getByText("Not sent yet:")).toBeVisible();
  expect(await wholeText(phone.page, id)).not.toContain("held-23");
  await phone.page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(shown(phone.page, "held-23")).toBeVisible();
  await expect(phone.page.getByText("Not sent yet:")).toBeHidden();
});

test("a phone that is removed is out at once, and another one stays in", async ({ desk }) => {
  const first = await desk.openPhone("one");
  const second = await desk.openPhone("two");
  await pairByCode(desk, first.phone.page, "Mei’s phone");
  await pairByCode(desk, second.phone.page, "Tablet");
  await desk.page.getByRole("button", { name: "Remove Mei’s phone" }).click();
  await desk.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(first.phone.page.getByText("This phone was removed")).toBeVisible();
  await expect(second.phone.page.getByRole("navigation")).toBeVisible();
  await first.phone.page.reload();
  await expect(first.phone.page.getByText("This phone was removed")).toBeVisible();
});

test("the server is killed and started again: the phone comes back by itself", async ({ desk }) => {
  const { phone } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  const { id } = await desk.api.startShell("build");
  await phone.page.goto(`${desk.origin}/#/sessions/${id}`);
  await expect(terminalRows(phone.page, id)).toContainText(/[#$] /);
  await using _again = await desk.restart();
  await expect(phone.page.getByText(lostText).first()).toBeHidden({ timeout: 20_000 });
  await expect(shown(phone.page, "Running")).toBeHidden();
});
