import { BellRing } from "lucide-react";
import { PushSetting } from "../../attention/PushSetting.tsx";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Popover } from "../../ui/Popover.tsx";

/** On a phone: whether it is reached while this page is closed. Phones that may not change settings find it here alone. */
export function PushButton() {
  const t = useText();
  const { phoneDesk } = useShell();
  if (phoneDesk === null || window.location.protocol !== "https:") return null;
  return (
    <Popover label={t("attention.pushTitle")} trigger={<IconButton icon={BellRing} label={t("attention.pushTitle")} />}>
      <PushSetting />
    </Popover>
  );
}
