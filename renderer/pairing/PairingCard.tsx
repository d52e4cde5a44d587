import type { ReactNode } from "react";
import { Mark } from "../app/Mark.tsx";

export interface PairingCardProps {
  readonly title: string;
  readonly body: string | null;
  readonly children?: ReactNode;
}

/** The one thing on a page before the app. */
export function PairingCard({ title, body, children }: PairingCardProps) {
  return (
    <main className="flex h-dvh overflow-y-auto bg-sunken p-4 max-wide:p-0">
      <div className="m-auto w-full max-w-[420px] rounded border border-line bg-main p-6 max-wide:mt-0 max-wide:min-h-full max-wide:rounded-none max-wide:border-0 max-wide:p-5">
        <Mark />
        <h1 className="mt-4 text-20 font-semibold">{title}</h1>
        {body !== null && <p className="mt-1 text-muted max-wide:text-15">{body}</p>}
        {children}
      </div>
    </main>
  );
}
