/* What waits on this phone as a file: the batch that would have been sent, signed by the key of the phone. */

function read(store, work) {
  return new Promise((resolve, reject) => {
    const opened = indexedDB.open("offline");
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const asked = work(opened.result.transaction(store).objectStore(store));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    };
  });
}

const [MOST, LONGEST] = [1000, 200000];

/* Events in parts, each of which is smaller than what the site takes at once. */
function parts(rows) {
  const found = [[]];
  let length = 0;
  for (const { raw, chain } of rows) {
    if (found.at(-1).length === MOST || length > LONGEST) {
      found.push([]);
      length = 0;
    }
    found.at(-1).push({ raw, chain });
    length += raw.length;
  }
  return found;
}

async function written(person, device, events) {
  const text = JSON.stringify({ device: device?.id, person, now: new Date().toISOString(), events });
  if (!device) return { kind: "mafunzo-events", text };
  const way = { name: "ECDSA", hash: "SHA-256" };
  const made = await crypto.subtle.sign(way, device.keys.privateKey, new TextEncoder().encode(text));
  return { kind: "mafunzo-events", text, signature: btoa(String.fromCharCode(...new Uint8Array(made))) };
}

/* Saves the file, or several where much waits, for the person who signed in last on this phone. Their name is in no file, only that of the phone. */
export async function save() {
  const person = await read("about", (rows) => rows.get("person"));
  if (!person) return;
  const device = await read("about", (rows) => rows.get(`device-${person}`));
  const rows = await read("events", (all) => all.getAll());
  const waiting = rows.filter((row) => row.person === person && !row.verdict);
  const name = `mafunzo-${new Date().toISOString().slice(0, 16).replace(":", "-")}`;
  for (const [place, events] of parts(waiting).entries()) {
    const link = document.createElement("a");
    const file = new Blob([JSON.stringify(await written(person, device, events))], { type: "application/json" });
    link.href = URL.createObjectURL(file);
    link.download = `${name}-${place + 1}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
}
