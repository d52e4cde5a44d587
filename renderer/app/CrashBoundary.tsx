import { Component, type ErrorInfo, type ReactNode, useState } from "react";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";

interface CrashState {
  readonly report: string | null;
}

/** Keeps a fault in one page from emptying the window: says so, and offers to draw it again. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { report: null };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    this.setState({ report: `${error.stack ?? error.message}\n${componentStack ?? ""}` });
  }

  override render(): ReactNode {
    if (this.state.report === null) return this.props.children;
    return <CrashPage report={this.state.report} onRetry={() => this.setState({ report: null })} />;
  }
}

function CrashPage({ report, onRetry }: { readonly report: string; readonly onRetry: () => void }) {
  const t = useText();
  const [isShown, setShown] = useState(false);
  return (
    <div
      role="alert"
      className="flex min-h-0 flex-1 flex-col items-center justify-center gap-4 overflow-y-auto p-6 text-center"
    >
      <div>
        <h1 className="text-15 font-semibold">{t("app.crashTitle")}</h1>
        <p className="mt-1 max-w-96 text-muted">{t("app.crashBody")}</p>
      </div>
      <div className="flex gap-2">
        <Button onClick={() => setShown(!isShown)}>{t("app.crashDetails")}</Button>
        <Button look="primary" onClick={onRetry}>
          {t("app.crashRetry")}
        </Button>
      </div>
      {isShown && (
        <pre className="mono max-h-80 max-w-full overflow-auto rounded border border-line p-3 text-left text-12">
          {report}
        </pre>
      )}
    </div>
  );
}
