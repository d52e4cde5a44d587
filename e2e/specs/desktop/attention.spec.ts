import { expect } from "@playwright/test";
import { clickTray, trayLabels } from "../../helpers/desktopCapture.ts";
import { findDesktopBinary } from "../../helpers/desktopHost.ts";
import { test } from "../../helpers/test.ts";

test("what needs the person is a notification, a number on the icon and an entry in the tray; a click shows it", async ({
  desktop: { app, page },
  api,
}) => {
  test.skip(!findDesktopBinary().isStandIn, "A notification of a real system can only be clicked by a person");
  await app.evaluate(({ Notification, Tray }) => {
    const notified: Electron.Notification[] = [];
    globalThis.captured = { opened: [], asked: [], notified: [], answer: 0, trayMenu: null };
    Object.assign(globalThis, { attentionNotices: notified });
    const { show } = Notification.prototype;
    Notification.prototype.show = function () {
      globalThis.captured.notified.push(`${this.title}: ${this.body}`);
      notified.push(this);
      show.call(this);
    };
    const { setContextMenu } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      globalThis.captured.trayMenu = menu;
      setContextMenu.call(this, menu);
    };
  });

  const { id } = await api.testAttention();
  await expect
    .poll(() => app.evaluate(() => globalThis.captured.notified))
    .toEqual([expect.stringMatching(/^Quarterdeck has news: This is a test/)]);
  await expect.poll(() => trayLabels(app)).toContain("1 thing needs you");
  expect(await app.evaluate((electron) => electron.app.getBadgeCount())).toBe(1);
  await expect.poll(() => api.deliveryOf(id, "desktop")).toMatchObject({ state: "delivered" });

  await app.evaluate(() => Reflect.get(globalThis, "attentionNotices")[0].emit("click"));
  await page.waitForURL(new RegExp(`#/inbox/${id}$`));
  await expect.poll(() => api.deliveryOf(id, "desktop")).toMatchObject({ state: "seen" });

  const window = await app.browserWindow(page);
  const closed = page.waitForEvent("close");
  await window.evaluate((browserWindow) => browserWindow.close());
  await closed;
  const opened = app.waitForEvent("window");
  await clickTray(app, "attention");
  await (await opened).waitForURL(/#\/inbox$/);

  await api.dismissAttention(id);
  await expect.poll(() => app.evaluate((electron) => electron.app.getBadgeCount())).toBe(0);
  await expect.poll(() => trayLabels(app)).not.toContain("1 thing needs you");
});
