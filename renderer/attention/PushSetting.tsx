import { assertNever } from "#shared/assertNever.ts";
import type { Translate } from "../i18n/texts.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import type { PushObstacle } from "./pushObstacle.ts";
import { usePush } from "./usePush.ts";

/** Push on this phone: on, off, or why it cannot be. */
export function PushSetting() {
  const t = useText();
  const { state, enable, disable } = usePush();
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{t("attention.pushTitle")}</p>
        <p className="text-12 text-muted">
          {state.kind === "impossible" ? obstacleText(state.obstacle, t) : t("attention.pushBody")}
        </p>
      </div>
      {state.kind === "off" && (
        <Button isBusy={state.isBusy} onClick={enable}>
          {t("attention.pushEnable")}
        </Button>
      )}
      {state.kind === "on" && (
        <Button isBusy={state.isBusy} onClick={disable}>
          {t("attention.pushDisable")}
        </Button>
      )}
    </div>
  );
}

function obstacleText(obstacle: PushObstacle, t: Translate): string {
  switch (obstacle) {
    case "not-a-phone":
      return t("attention.pushNotAPhone");
    case "not-installed":
      return t("attention.pushNotInstalled");
    case "no-push":
      return t("attention.pushNone");
    case "not-trusted":
      return t("attention.pushNotTrusted");
    case "denied":
      return t("attention.pushDenied");
    case "turned-off":
      return t("attention.pushTurnedOff");
    default:
      return assertNever(obstacle);
  }
}
