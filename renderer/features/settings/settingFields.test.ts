import { describe, expect, test } from "vitest";
import { z } from "zod";
import { configurationSchema } from "#shared/configuration/configurationSchema.ts";
import { modelPurposes } from "#shared/configuration/modelSettings.ts";
import { type SettingField, sectionsOf } from "./settingFields.ts";

const sections = sectionsOf(z.toJSONSchema(configurationSchema, { io: "input" }));

function field(path: string): SettingField | undefined {
  return sections.flatMap(({ fields }) => fields).find((candidate) => candidate.path === path);
}

describe("the settings page's fields", () => {
  test("are all settings of the real configuration, with words in both languages", () => {
    expect(sections.map(({ id }) => id)).toEqual([
      "server",
      "sessions",
      "relay",
      "attention",
      "models",
      "chat",
      "tools",
      "appearance",
      "logging",
    ]);
    const shown = sections.flatMap(({ fields }) => fields.map(({ path }) => path));
    const declared = Object.entries(configurationSchema.parse({})).flatMap(([id, value]) =>
      id === "version" ? [] : Array.isArray(value) ? [id] : Object.keys(value).map((key) => `${id}.${key}`),
    );
    const purposes = modelPurposes.map((purpose) => `models.${purpose}`);
    const elsewhere = ["models.providers", "models.aliases", ...purposes, "chat.mcpServers", "chat.toolPermissions"];
    expect([...shown, ...elsewhere].sort()).toEqual(declared.sort());
  });

  test("get the control that fits their form", () => {
    expect(field("appearance.theme")?.control).toMatchObject({ kind: "choice" });
    expect(field("sessions.maximum")).toMatchObject({
      control: { kind: "number", minimum: 1, maximum: 1000, isWhole: true },
      unit: "sessions",
      fallback: 100,
    });
    expect(field("sessions.shell")?.control).toMatchObject({ kind: "text", maximum: 1024 });
    expect(field("relay.trustedProxies")?.control).toMatchObject({ kind: "lines" });
    expect(field("attention.quietFrom")?.control).toEqual({ kind: "time" });
    expect(field("attention.ntfy")?.control).toMatchObject({ kind: "text" });
    expect(field("server.port")?.isAppliedAtStart).toBe(true);
  });

  test("of a user's tool can be edited one by one", () => {
    const control = field("tools")?.control;
    const kinds =
      control?.kind === "objects"
        ? Object.fromEntries(control.fields.map(({ path, control: { kind } }) => [path, kind]))
        : {};
    expect(kinds).toMatchObject({
      key: "text",
      name: "text",
      command: "text",
      arguments: "lines",
      environment: "pairs",
      color: "color",
    });
  });
});
