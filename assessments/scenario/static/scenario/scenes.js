// In the editor of a scenario: a field that names a scene, a counter or an earlier choice becomes a list of those of the page.

const TITLE = /^scenes-\d+-value-title$/
const CHOICE = /^(scenes-\d+-value-choices-\d+)-value-text$/
const COUNTER = /^counters-\d+-value-name$/

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

// The things of the page whose words stand in fields with such names, in their order; one that is new gets its id here,
// so that others can name it before it is saved.
function things(pattern, ending) {
  return [...document.querySelectorAll('input, textarea')]
    .filter((input) => pattern.test(input.name) && !isDeleted(input.name.replace(ending, '')))
    .map((input) => {
      const id = document.querySelector(`[name="${input.name.replace(ending, '-id')}"]`)
      if (!id.value) id.value = newId()
      return { id: id.value, title: input.value, name: input.name }
    })
}

function known() {
  const scenes = things(TITLE, '-value-title').map((scene, place) => ({ ...scene, title: `${place + 1} · ${scene.title}` }))
  const counters = things(COUNTER, '-value-name')
  const choices = things(CHOICE, '-value-text').flatMap((choice) => {
    const scene = scenes.find((one) => choice.name.startsWith(one.name.replace('title', '')))
    return scene ? [{ ...choice, title: `${scene.title}: ${choice.title}` }] : []
  })
  return { scene: scenes, counter: counters, asked: [...choices, ...counters] }
}

function isDeleted(thing) {
  const deleted = document.querySelector(`[name="${thing}-deleted"]`)
  return Boolean(deleted && deleted.value)
}

function offer(input, things) {
  let list = input.nextElementSibling
  if (!list || list.dataset.referenceList === undefined) {
    list = document.createElement('select')
    list.dataset.referenceList = ''
    list.setAttribute('aria-labelledby', input.labels[0] ? (input.labels[0].id ||= `${input.id}-label`) : '')
    list.addEventListener('change', () => { input.value = list.value })
    input.after(list)
    input.hidden = true
  }
  const options = [{ id: '', title: input.dataset.none }, ...things]
  const written = JSON.stringify([options, input.value])
  if (list.dataset.written === written) return
  list.dataset.written = written
  list.replaceChildren(...options.map((one) => new Option(one.title, one.id, false, one.id === input.value)))
}

function refresh() {
  const fields = document.querySelectorAll('[data-reference]')
  if (!fields.length) return
  const lists = known()
  fields.forEach((input) => offer(input, lists[input.dataset.reference]))
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
