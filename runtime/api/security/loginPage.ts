/** The page a browser without a session gets. Plain HTML: the designer's own files may not be there. */
export function loginPage(wasWrong: boolean): string {
  const notice = wasWrong
    ? '<p class="wrong">This link or token is not valid: a printed link opens one session only.</p>'
    : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gantry</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 1rem; }
  form { display: flex; gap: .5rem; }
  input { flex: 1; min-width: 16rem; padding: .5rem; font: inherit; }
  button { padding: .5rem 1rem; font: inherit; }
  .wrong { color: #c92a2a; }
  main { max-width: 34rem; }
</style>
<main>
  <h1>Gantry</h1>
  ${notice}
  <p>Open the link that <code>gantry studio</code> printed, or enter the token from the file <code>token</code> in the member's data folder.</p>
  <form method="post" action="/login">
    <input name="token" type="password" autocomplete="off" aria-label="Token" autofocus required>
    <button>Enter</button>
  </form>
</main>
</html>
`;
}
