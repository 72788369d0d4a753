// Asking the server. A refusal and a lost connection look the same to the caller: an error that is not an abort.

export class NoAnswer extends Error {}

async function ask(address, accept, signal) {
  const answer = await fetch(address, { headers: { Accept: accept }, credentials: "same-origin", signal });
  if (!answer.ok) throw new NoAnswer(`${answer.status} ${address}`);
  return answer;
}

export const askJson = async (address, signal) => (await ask(address, "application/json", signal)).json();

/** A part of a page, written by our own server, as nodes. Nothing in it runs. */
export async function askPart(address, signal) {
  const text = await (await ask(address, "text/html", signal)).text();
  return new DOMParser().parseFromString(text, "text/html").body;
}

export const wasStopped = (error) => error.name === "AbortError";
