// In the editor of a scenario: the field that names another scene becomes a list of the scenes of the page.

const SCENE_TITLE = /^scenes-\d+-value-title$/

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

// The scenes of the page in their order; one that is new gets its id here, so that others can lead to it before it is saved.
function scenes() {
  return [...document.querySelectorAll('input')]
    .filter((input) => SCENE_TITLE.test(input.name) && !isDeleted(input))
    .map((title) => {
      const id = document.querySelector(`[name="${title.name.replace('-value-title', '-id')}"]`)
      if (!id.value) id.value = newId()
      return { id: id.value, title: title.value }
    })
}

function isDeleted(input) {
  const deleted = document.querySelector(`[name="${input.name.replace('-value-title', '-deleted')}"]`)
  return Boolean(deleted && deleted.value)
}

function offer(input, known) {
  let list = input.nextElementSibling
  if (!list || list.dataset.sceneList === undefined) {
    list = document.createElement('select')
    list.dataset.sceneList = ''
    list.setAttribute('aria-labelledby', input.labels[0] ? (input.labels[0].id ||= `${input.id}-label`) : '')
    list.addEventListener('change', () => { input.value = list.value })
    input.after(list)
    input.hidden = true
  }
  const options = [{ id: '', title: input.dataset.sceneNone }, ...known.map((scene, place) => (
    { id: scene.id, title: `${place + 1} · ${scene.title}` }))]
  const written = JSON.stringify([options, input.value])
  if (list.dataset.written === written) return
  list.dataset.written = written
  list.replaceChildren(...options.map((one) => new Option(one.title, one.id, false, one.id === input.value)))
}

function refresh() {
  const fields = document.querySelectorAll('[data-scene-reference]')
  if (!fields.length) return
  const known = scenes()
  fields.forEach((input) => offer(input, known))
}

let waiting = false
function soon() {
  if (waiting) return
  waiting = true
  requestAnimationFrame(() => { waiting = false; refresh() })
}

new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true })
document.addEventListener('input', soon)
soon()
