import { spawn } from "node:child_process";
import { expect } from "@playwright/test";
import { connectApi } from "../../helpers/api.ts";
import {
  answerNext,
  captureDesktop,
  clickMenu,
  clickTray,
  notifications,
  questions,
  trayLabels,
} from "../../helpers/desktopCapture.ts";
import { findDesktopBinary, startDesktop } from "../../helpers/desktopHost.ts";
import { ended, isRunning } from "../../helpers/processes.ts";
import { terminalRows } from "../../helpers/terminal.ts";
import { test } from "../../helpers/test.ts";

test("a second start ends at once and brings the first one's window to the front", async ({
  desktop: { app, page, arguments: args, environment },
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((browserWindow) => browserWindow.minimize());
  await expect.poll(() => window.evaluate((browserWindow) => browserWindow.isMinimized())).toBe(true);
  const second = spawn(findDesktopBinary().path, [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...args], {
    env: environment,
    stdio: "ignore",
  });
  expect(await ended(second)).toEqual({ code: 0, signal: null });
  await expect
    .poll(() => window.evaluate((browserWindow) => [browserWindow.isMinimized(), browserWindow.isFocused()]))
    .toEqual([false, true]);
  expect(app.windows()).toHaveLength(1);
});

test("the window opens where it was, and maximised if it was", async ({ folder }) => {
  const bounds = { x: 80, y: 90, width: 1000, height: 700 };
  {
    await using first = await startDesktop(folder);
    const window = await first.app.browserWindow(first.page);
    await window.evaluate((browserWindow, place) => browserWindow.setBounds(place), bounds);
    await window.evaluate((browserWindow) => browserWindow.maximize());
    await first.stop();
  }
  await using second = await startDesktop(folder);
  const window = await second.app.browserWindow(second.page);
  await expect.poll(() => window.evaluate((browserWindow) => browserWindow.isMaximized())).toBe(true);
  expect(await window.evaluate((browserWindow) => browserWindow.getNormalBounds())).toEqual(bounds);
});

test("closing the window keeps sessions running; Show in the tray brings it back", async ({
  desktop: { app, page },
  api,
}) => {
  await captureDesktop(app);
  const session = await api.startShell("build watch");
  await expect
    .poll(() => trayLabels(app))
    .toEqual(["1 session running", "build watch", "Show Quarterdeck", "Quit Quarterdeck"]);

  const window = await app.browserWindow(page);
  const closed = page.waitForEvent("close");
  await window.evaluate((browserWindow) => browserWindow.close());
  await closed;
  await expect.poll(() => notifications(app)).toEqual(["Quarterdeck is still running"]);
  expect((await api.session(session.id)).status).toBe("running");
  await api.type(session.id, "echo while-$((40+2))-away\n");

  const opened = app.waitForEvent("window");
  await clickTray(app, "show");
  const fresh = await opened;
  await fresh.getByRole("button", { name: /^build watch/ }).click();
  await expect(terminalRows(fresh, session.id)).toContainText("while-42-away");
});

test("the tray and the menu speak the language that is set, from the moment it is", async ({
  desktop: { app },
  api,
}) => {
  await captureDesktop(app);
  await api.changeSettings({ "appearance.language": "zh-CN" });
  await expect.poll(() => trayLabels(app)).toEqual(["没有正在运行的会话", "显示 Quarterdeck", "退出 Quarterdeck"]);
  const menu = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  expect(menu?.slice(-5)).toEqual(["文件", "编辑", "视图", "窗口", "帮助"]);
});

test("quitting asks while a session runs, and ends nothing if the person keeps it", async ({
  desktop: { app },
  api,
}) => {
  const child = app.process();
  await captureDesktop(app);
  const session = await api.startShell("long build");
  await expect.poll(() => trayLabels(app)).toContain("1 session running");
  const { pid } = await api.session(session.id);
  if (pid === null) throw new Error("A running session has a process");

  await answerNext(app, 1);
  await clickMenu(app, "quit");
  await expect
    .poll(() => questions(app))
    .toEqual([
      {
        message: "A session is still running. Quit anyway?",
        detail: expect.stringContaining("long build"),
        buttons: ["Quit", "Keep Running"],
      },
    ]);
  expect((await api.session(session.id)).status).toBe("running");
  expect(await isRunning(pid)).toBe(true);

  await answerNext(app, 0);
  const gone = ended(child);
  await clickTray(app, "quit");
  expect(await gone).toEqual({ code: 0, signal: null });
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test("quitting with nothing running does not ask", async ({ desktop: { app } }) => {
  const child = app.process();
  await captureDesktop(app);
  const gone = ended(child);
  await clickMenu(app, "quit");
  expect(await gone).toEqual({ code: 0, signal: null });
});

test("after a quit the sessions are listed as stopped, with what they printed", async ({ folder }) => {
  {
    await using first = await startDesktop(folder);
    const api = await connectApi(first.dataFolder);
    await api.startShell("kept");
    await expect(first.page.getByRole("contentinfo")).toContainText("1 session running");
    await first.stop();
  }
  await using second = await startDesktop(folder);
  await expect(second.page.getByRole("contentinfo")).toContainText("0 sessions running");
  await expect(second.page.getByText("kept").first()).toBeVisible();
});
