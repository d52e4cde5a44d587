import { useRef, useState } from "react";
import { assertNever } from "#shared/assertNever.ts";
import type { AuthenticationAnswer } from "../connection/authentication.ts";
import type { SignedOutReason } from "../connection/connectionState.ts";
import { loginCodeFromText } from "../connection/loginCode.ts";
import { useConnection } from "../connection/useConnection.ts";
import type { Translate } from "../i18n/texts.ts";
import { useText } from "../i18n/useText.ts";
import { isPhoneReason, PhoneDoorPage } from "../pairing/PhoneDoorPage.tsx";
import { useShell } from "../shell/shell.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/TextField.tsx";
import { CommandLine } from "./CommandLine.tsx";
import { Mark } from "./Mark.tsx";

/** Shown to who is not let in: on a phone's address how to pair, elsewhere how to sign in. */
export function SignInPage({ reason }: { readonly reason: SignedOutReason }) {
  const { phoneDesk } = useShell();
  if (phoneDesk && isPhoneReason(reason)) return <PhoneDoorPage desk={phoneDesk} reason={reason} />;
  return <SignInForm reason={reason} />;
}

/** Why, how to get a link, and a field for it. */
function SignInForm({ reason }: { readonly reason: SignedOutReason }) {
  const { signIn } = useConnection();
  const t = useText();
  const [text, setText] = useState("");
  const [error, setError] = useState(reasonText(t, reason));
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const code = loginCodeFromText(text);
    if (code === null || !signIn) {
      setError(t("connection.codeUnreadable"));
      field.current?.focus();
      return;
    }
    setBusy(true);
    const answer = await signIn(code);
    setBusy(false);
    setError(answerText(t, answer));
  };

  return (
    <main className="flex h-dvh items-center justify-center overflow-y-auto bg-sunken p-4">
      <form
        onSubmit={submit}
        noValidate
        className="w-full max-w-[420px] rounded border border-line bg-main p-6 max-wide:p-5"
      >
        <Mark />
        <h1 className="mt-4 text-20 font-semibold">{t("connection.signInTitle")}</h1>
        <p className="mt-1 mb-5 text-muted">{t("connection.signInBody")}</p>
        <TextField
          ref={field}
          label={t("connection.codeLabel")}
          value={text}
          onChange={setText}
          placeholder={t("connection.codePlaceholder")}
          error={error}
          isMono
          autoFocus
        />
        <Button type="submit" look="primary" isBusy={isBusy} className="mt-3 w-full">
          {t("connection.signIn")}
        </Button>
        <p className="mt-6 mb-1.5 text-12 text-muted">{t("connection.signInHint")}</p>
        <CommandLine command="npx quarterdeck login" />
      </form>
    </main>
  );
}

function reasonText(t: Translate, reason: SignedOutReason): string | undefined {
  return reason === "code-refused" ? t("connection.codeRefused") : undefined;
}

function answerText(t: Translate, answer: AuthenticationAnswer): string | undefined {
  switch (answer) {
    case "signed-in":
      return undefined;
    case "refused":
      return t("connection.codeRefused");
    case "unreachable":
      return t("connection.codeUnreachable");
    case "limited":
      return t("connection.codeLimited");
    case "faulty":
      return t("connection.codeFaulty");
    default:
      return assertNever(answer);
  }
}
