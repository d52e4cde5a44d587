import type { Client } from "#shared/contract/contract.ts";
import { AppError } from "#shared/errors/appError.ts";
import { findInstance } from "../core/instance.ts";
import { connect, type InstanceAddress } from "./client.ts";
import { explained } from "./texts.ts";

/** Where the instance on a data folder listens. Throws ExplainedError where none does. */
export function locateInstance(dataFolder: string): InstanceAddress {
  const instance = findInstance(dataFolder);
  if (instance?.url == null) throw explained((texts) => texts.noInstance(dataFolder));
  return { url: instance.url, token: instance.controlToken };
}

/** Does something with a running instance over a connection of its own. */
export async function withInstance<T>(dataFolder: string, work: (client: Client) => Promise<T>): Promise<T> {
  const address = locateInstance(dataFolder);
  using connection = await connect(address).catch((error: unknown) => {
    const isSilent = error instanceof AppError && error.code === "LINK_CLOSED";
    throw isSilent ? explained((texts) => texts.notAnswering(address.url), error) : error;
  });
  return await work(connection.client);
}
