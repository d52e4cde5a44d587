import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Connection } from "./connection.ts";
import type { ConnectionState } from "./connectionState.ts";

export const ConnectionContext = createContext<Connection | null>(null);

/** The app's one connection. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error("No connection is provided above this component");
  return connection;
}

/** Where the connection stands, re-rendered when it changes. */
export function useConnectionState(): ConnectionState {
  return useStore(useConnection().state);
}
