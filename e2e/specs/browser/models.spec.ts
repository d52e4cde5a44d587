import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { type ChatServer, startChatServer } from "../../helpers/modelServer/chatServer.ts";
import { says } from "../../helpers/modelServer/turn.ts";
import { test } from "../../helpers/test.ts";

const wrongKey = "sk-wrong-4711";
const rightKey = "sk-right-0815";

/** Answers whoever has the right key, as a service does. */
async function service(): Promise<ChatServer> {
  return await startChatServer(
    ({ headers }) =>
      headers.authorization === `Bearer ${rightKey}`
        ? says("Here I am.")
        : { kind: "status", status: 401, message: "Incorrect API key provided" },
    { models: ["small-model", "large-model"] },
  );
}

/** Fills in the dialog for an address of one's own. The key is not yet in it. */
async function beginProvider(page: Page, url: string) {
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await page.getByRole("button", { name: "Add provider" }).click();
  const dialog = page.getByRole("dialog", { name: "Add provider" });
  await dialog.getByRole("combobox", { name: "Provider" }).click();
  await page.getByRole("option", { name: "Another OpenAI-compatible address" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Stand-in");
  await dialog.getByLabel("Address").fill(`${url}/v1`);
  await dialog.getByRole("combobox", { name: "Model" }).fill("small-model");
  return dialog;
}

test("a provider is added, its key stored and never seen again, and a test says what is wrong until it works", async ({
  browserPage: page,
  headlessHost,
}) => {
  await using server = await service();
  const dialog = await beginProvider(page, server.url);
  await dialog.getByRole("button", { name: "Add and test" }).click();
  await expect(dialog.getByText("Enter the key.")).toBeVisible();
  await dialog.getByLabel("API key").fill(wrongKey);
  await expect(dialog.getByLabel("API key")).toHaveAttribute("type", "password");
  await dialog.getByRole("button", { name: "Add and test" }).click();

  const tested = page.getByRole("dialog", { name: "Test small-model" });
  await expect(tested.getByText("It doesn’t answer. The first step that failed says why.")).toBeVisible();
  await expect(tested.getByRole("listitem").filter({ hasText: "Failed" }).first()).toContainText(
    "Incorrect API key provided",
  );
  await tested.getByRole("button", { name: "Done" }).click();
  expect(server.requests.length).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Edit provider Stand-in" }).click();
  const edited = page.getByRole("dialog", { name: "Edit provider Stand-in" });
  await edited.getByRole("combobox", { name: "Key" }).click();
  await page.getByRole("option", { name: "Enter a key" }).click();
  await expect(edited.getByText("Replaces the key that is stored under this name.")).toBeVisible();
  await edited.getByLabel("API key").fill(rightKey);
  await edited.getByRole("button", { name: "Save" }).click();
  await expect(edited).toBeHidden();
  await page.getByRole("button", { name: "Test small-model" }).click();
  await expect(tested.getByText("It answers.")).toBeVisible();
  await expect(tested.getByText("Here I am.")).toBeVisible();
  await tested.getByRole("button", { name: "Done" }).click();

  const written = await readFile(join(headlessHost.dataFolder, "config.json"), "utf8");
  expect(written).toContain('"secret:custom-key"');
  const shown = await page.content();
  for (const key of [wrongKey, rightKey]) {
    expect(written).not.toContain(key);
    expect(shown).not.toContain(key);
  }
  await page.reload();
  await expect(page.getByText("Key in the vault").or(page.getByText("Key in the keychain"))).toBeVisible();
});

test("the first model is the default one, another is chosen for summaries, and goes with everything that used it", async ({
  browserPage: page,
}) => {
  await using server = await service();
  const dialog = await beginProvider(page, server.url);
  await dialog.getByLabel("API key").fill(rightKey);
  await dialog.getByRole("button", { name: "Add and test" }).click();
  await page.getByRole("dialog", { name: "Test small-model" }).getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("combobox", { name: "Default" })).toHaveText("small-model");

  await page.getByRole("button", { name: "Add a model to Stand-in" }).click();
  const model = page.getByRole("dialog", { name: "Add a model to Stand-in" });
  await model.getByRole("combobox", { name: "Model" }).fill("large-model");
  await model.getByLabel("Context window (tokens)").fill("12");
  await model.getByRole("button", { name: "Save" }).click();
  await expect(model.getByRole("alert")).toHaveText("Enter a whole number from 1,024 to 10,000,000.");
  await model.getByLabel("Context window (tokens)").fill("200,000");
  await model.getByRole("button", { name: "Save" }).click();
  await expect(model).toBeHidden();
  await expect(page.getByText("200K tokens")).toBeVisible();

  const summaries = page.getByRole("combobox", { name: "Summaries" });
  await summaries.click();
  await page.getByRole("option", { name: "large-model", exact: true }).click();
  await expect(summaries).toHaveText("large-model");
  await page.reload();
  await expect(summaries).toHaveText("large-model");
  await page.getByRole("button", { name: "Remove large-model" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(summaries).toHaveText("As default: small-model");
});

test("an MCP server gets its token through the vault, and a tool its permission", async ({
  browserPage: page,
  headlessHost,
}) => {
  await page.goto(new URL("#/models/tools", page.url()).href);
  const permission = page.getByRole("combobox", { name: "Permission of app.list_sessions" });
  await permission.click();
  await page.getByRole("option", { name: "Never" }).click();
  await expect(permission).toHaveText("Never");

  await page.getByRole("button", { name: "Add server" }).click();
  const dialog = page.getByRole("dialog", { name: "Add server" });
  await dialog.getByLabel("Name", { exact: true }).fill("Files");
  await dialog.getByLabel("Command").fill("/no/such/program");
  await dialog.getByRole("button", { name: "Add a secret value" }).click();
  await dialog.getByLabel("Variable").fill("FILES_TOKEN");
  await dialog.getByLabel("Value", { exact: true }).fill("token-4711");
  await dialog.getByRole("button", { name: "Store and insert" }).click();
  await expect(dialog.getByLabel("Environment")).toHaveValue("FILES_TOKEN=secret:files-files_token");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Failed/)).toBeVisible();
  await page.getByRole("switch", { name: "Use Files" }).click();
  await expect(page.getByText("Off", { exact: true })).toBeVisible();
  const written = await readFile(join(headlessHost.dataFolder, "config.json"), "utf8");
  expect(written).not.toContain("token-4711");

  await page.goto(new URL("#/settings/secrets", page.url()).href);
  await page.getByRole("button", { name: "Delete files-files_token" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
});

test("what the environment fixes is shown and cannot be changed", async ({ folder, page }) => {
  await using host = await startHeadless({
    folder,
    environment: {
      QUARTERDECK_MODELS_PROVIDERS: JSON.stringify([
        { kind: "openai-compatible", key: "fixed", name: "Fixed", baseUrl: "http://127.0.0.1:1/v1" },
      ]),
    },
  });
  await page.goto(host.ready.loginUrl);
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByText("Set by an environment variable; change it there.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit provider Fixed" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Add provider" })).toBeDisabled();
});
