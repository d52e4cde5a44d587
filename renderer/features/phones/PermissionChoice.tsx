import { type Scope as Permission, scopes } from "#shared/contract/scopes.ts";
import { useText } from "../../i18n/useText.ts";
import { permissionText } from "../../pairing/permissionTexts.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";

export interface PermissionChoiceProps {
  readonly chosen: readonly Permission[];
  readonly onChange: (chosen: readonly Permission[]) => void;
}

/** What a phone gets unless somebody says otherwise: everything that goes with looking after sessions on the way. */
export const usualPermissions: readonly Permission[] = ["watch", "steer", "approve"];

/** The five permissions. Watching always belongs to it; who may administer may do the rest, too. */
export function PermissionChoice({ chosen, onChange }: PermissionChoiceProps) {
  const t = useText();
  const isAdmin = chosen.includes("admin");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">{t("phones.may")}</legend>
      {scopes.map((permission) => {
        const { title, hint } = permissionText(t, permission);
        const isAlways = permission === "watch";
        return (
          <Checkbox
            key={permission}
            label={isAlways ? t("phones.watchAlways", { title }) : title}
            hint={hint}
            isChecked={isAlways || isAdmin || chosen.includes(permission)}
            disabled={isAlways || (isAdmin && permission !== "admin")}
            onChange={(isOn) =>
              onChange(isOn ? [...chosen, permission] : chosen.filter((other) => other !== permission))
            }
          />
        );
      })}
    </fieldset>
  );
}
