import { expect } from "@playwright/test";
import { answersOf, composerOf, standInModel } from "../../helpers/chatPage.ts";
import { startChatServer } from "../../helpers/modelServer/chatServer.ts";
import { says } from "../../helpers/modelServer/turn.ts";
import { pairByCode, test } from "../../helpers/phones/phoneTest.ts";

test("a phone chats over real TLS; the network is cut in the middle of an answer, which is whole and once afterwards", async ({
  desk,
}) => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index + 1}`);
  await using server = await startChatServer([says(words.join(" "), { paceMs: 100 })]);
  await desk.api.changeSettings(standInModel(server));
  const { phone, network } = await desk.openPhone("one");
  await pairByCode(desk, phone.page, "Mei’s phone");
  await phone.page.goto(`${desk.origin}/#/chat/new`);
  await composerOf(phone.page).fill("Count for me");
  await phone.page.getByRole("button", { name: "Send", exact: true }).click();
  const answer = answersOf(phone.page);
  await expect(answer).toContainText("word5");
  network.cut();
  await expect(phone.page.getByText(/Reconnecting|Connection lost/).first()).toBeVisible();
  network.mend();
  await expect(answer).toContainText("word60", { timeout: 20_000 });
  await expect(answer).toContainText(words.join(" "));
});
