/** What is wrong with a form as a whole; nothing where there is nothing to say. */
export function FormProblem({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p role="alert" className="rounded bg-danger-soft px-2.5 py-2 text-danger">
      {text}
    </p>
  );
}
