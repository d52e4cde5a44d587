import { describe, expect, test } from "vitest";
import { type PushSituation, pushObstacle } from "./pushObstacle.ts";

const ready: PushSituation = {
  isPhone: true,
  isApple: false,
  isInstalled: false,
  hasServiceWorker: true,
  hasPush: true,
  permission: "default",
  isTurnedOn: true,
};

describe("push on this phone", () => {
  test("is possible where the browser, the certificate and the settings allow it", () => {
    expect(pushObstacle(ready)).toBeNull();
    expect(pushObstacle({ ...ready, isApple: true, isInstalled: true })).toBeNull();
  });

  test("says what is missing, one thing at a time", () => {
    const obstacle = (changes: Partial<PushSituation>) => pushObstacle({ ...ready, ...changes });
    expect(obstacle({ isPhone: false, isTurnedOn: false })).toBe("not-a-phone");
    expect(obstacle({ isTurnedOn: false, hasServiceWorker: false })).toBe("turned-off");
    expect(obstacle({ hasServiceWorker: false, hasPush: false })).toBe("not-trusted");
    expect(obstacle({ hasPush: false, isApple: true })).toBe("not-installed");
    expect(obstacle({ hasPush: false, isApple: true, isInstalled: true })).toBe("no-push");
    expect(obstacle({ hasPush: false })).toBe("no-push");
    expect(obstacle({ permission: "denied" })).toBe("denied");
  });
});
