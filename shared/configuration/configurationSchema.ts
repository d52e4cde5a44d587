import { z } from "zod";
import { attentionSettings } from "./attentionSettings.ts";
import { chatSettings } from "./chatSettings.ts";
import { modelsSettings } from "./modelSettings.ts";
import { relaySettings } from "./relaySettings.ts";
import { appearanceSettings, loggingSettings, serverSettings, sessionsSettings } from "./settings.ts";
import { userTools } from "./userTools.ts";

/** The version of the configuration file's form. A change that old files do not fit needs the next number and a migration. */
export const configurationVersion = 1;

/** Every setting: its form, its limits, its default, and its words. Unknown keys are errors. */
export const configurationSchema = z.strictObject({
  version: z.literal(configurationVersion).default(configurationVersion),
  server: serverSettings,
  sessions: sessionsSettings,
  relay: relaySettings,
  attention: attentionSettings,
  models: modelsSettings,
  chat: chatSettings,
  tools: userTools,
  appearance: appearanceSettings,
  logging: loggingSettings,
});
export type ConfigurationValues = z.infer<typeof configurationSchema>;

/** The values of an installation where nobody set anything. */
export function defaultConfiguration(): ConfigurationValues {
  return configurationSchema.parse({});
}
