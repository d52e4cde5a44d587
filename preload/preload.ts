import { contextBridge, ipcRenderer } from "electron";
import type { DesktopBridge, desktopBridgeName, desktopChannels, portMessage } from "#shared/link/desktopBridge.ts";

// Values of shared/link/desktopBridge.ts, held to it by their types, so that this script needs nothing but Electron.
const channels: typeof desktopChannels = {
  requestPort: "quarterdeck:request-port",
  port: "quarterdeck:port",
  chooseFolder: "quarterdeck:choose-folder",
};
const bridgeName: typeof desktopBridgeName = "quarterdeck";
const message: typeof portMessage = "quarterdeck:port";
const versionArgument = "--quarterdeck-version=";

const bridge: DesktopBridge = {
  platform: process.platform,
  version: process.argv.find((argument) => argument.startsWith(versionArgument))?.slice(versionArgument.length) ?? "",
  requestPort: () => ipcRenderer.send(channels.requestPort),
  chooseFolder: (startIn) => ipcRenderer.invoke(channels.chooseFolder, startIn),
};

// A port cannot pass the bridge, but it can be handed to the page's own world as a window message.
ipcRenderer.on(channels.port, ({ ports }) => window.postMessage(message, window.location.origin, [...ports]));

contextBridge.exposeInMainWorld(bridgeName, bridge);
