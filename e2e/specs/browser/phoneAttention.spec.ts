import { join } from "node:path";
import { expect } from "@playwright/test";
import { pairByCode, test } from "../../helpers/phones/phoneTest.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { terminalRows } from "../../helpers/terminal.ts";

const question = JSON.stringify({
  title: "Run the tests?",
  text: "npm test",
  choices: [
    { id: "yes", label: "Yes, run them", role: "allow" },
    { id: "no", label: "No", role: "deny" },
  ],
});

test("an agent asks through the hook and is answered from a phone; the other phone and the desk see who did", async ({
  desk,
}) => {
  await desk.api.changeSettings({
    tools: [
      {
        key: "scripted-agent",
        name: "Scripted agent",
        command: process.execPath,
        arguments: [join(projectFolder, "main", "attention", "hooks", "testAgent.ts"), question],
      },
    ],
  });
  const first = (await desk.openPhone("one")).phone.page;
  const second = (await desk.openPhone("two")).phone.page;
  await pairByCode(desk, first, "Mei’s phone");
  await pairByCode(desk, second, "Tablet");
  const { id } = await desk.api.start("scripted-agent", "Nightly run");
  await desk.page.goto(desk.address(`/sessions/${id}`));

  for (const phone of [first, second]) {
    await phone.goto(`${desk.origin}/#/inbox`);
    await phone.getByText("Run the tests?").first().click();
    await expect(phone.getByText("npm test").filter({ visible: true }).first()).toBeVisible();
  }
  await first.getByRole("button", { name: "Yes, run them" }).first().click();
  await expect(terminalRows(desk.page, id)).toContainText('WENT ON: hook 0 {"choice":"yes","text":null}');
  await expect(
    second
      .getByText(/Mei’s phone/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await expect(second.getByRole("button", { name: "Yes, run them" })).toBeHidden();
  await desk.page.goto(desk.address("/inbox"));
  await desk.page.getByText("Run the tests?").first().click();
  await expect(desk.page.getByText(/Mei’s phone/).first()).toBeVisible();
});

test("a phone that was away gets what it missed, once, and says so", async ({ desk }) => {
  const { phone, network } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  await phone.page.goto(`${desk.origin}/#/inbox`);
  await expect(phone.page.getByText("Nothing needs you")).toBeVisible();
  network.cut();
  const missed = [await desk.api.testAttention(), await desk.api.testAttention(), await desk.api.testAttention()];
  network.mend();
  const rows = phone.page.getByRole("button", { name: /^Open Quarterdeck/ });
  await expect(rows).toHaveCount(missed.length, { timeout: 20_000 });
  for (const { id } of missed)
    await expect.poll(async () => (await desk.api.deliveryOf(id, "phone"))?.state).toMatch(/delivered|seen/);
});
