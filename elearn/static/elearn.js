// Small helps on top of pages that work without it. Nothing is stored.
(function () {
  'use strict'

  var root = document.documentElement
  var exit = document.querySelector('[data-exit]')
  var status = document.querySelector('[data-exit-status]')
  var presses = 0
  var armed = false
  var timer

  root.classList.add('js')

  // Blank the page first, then go: the way out may be slow.
  function leave() {
    root.classList.add('leaving')
    window.location.replace(exit.href)
  }

  function show(text) {
    if (status) status.textContent = text
  }

  function forget() {
    if (!presses && !armed) return
    clearTimeout(timer)
    presses = 0
    armed = false
    show('')
  }

  function press() {
    presses += 1
    if (presses === 1) timer = setTimeout(forget, 5000)
    if (presses === 3) return leave()
    show('●'.repeat(presses) + '○'.repeat(3 - presses) + '  ' +
      (status ? status.getAttribute('data-after-' + presses) : ''))
  }

  if (exit) {
    document.addEventListener('click', function (event) {
      if (!event.target.closest('[data-exit]')) return
      event.preventDefault()
      leave()
    })

    // Shift on its own, three times. A capital letter is not a press.
    if (root.hasAttribute('data-shift-exit')) {
      document.addEventListener('keydown', function (event) {
        if (event.key !== 'Shift') return forget()
        if (!event.repeat) armed = !(event.ctrlKey || event.altKey || event.metaKey)
      })
      document.addEventListener('keyup', function (event) {
        if (event.key !== 'Shift' || !armed) return
        armed = false
        press()
      })
      document.addEventListener('mousedown', forget)
    }
  }

  // A way along within help that has to be left at once is no step for the way back.
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-no-step], [data-no-step] a')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    window.location.replace(link.href)
  })

  // A page out of the browser's memory is asked for again.
  window.addEventListener('pageshow', function (event) {
    forget()
    if (!event.persisted) return
    root.classList.add('leaving')
    window.location.reload()
  })

  // A session ends by idling. Whoever is here is asked in time: one key or click is enough, and so is writing.
  var idle = document.querySelector('[data-idle]')
  if (idle) {
    var MINUTE = 60000
    var said = idle.querySelector('[data-idle-text]')
    var seen = Date.now()
    var asked = seen

    var say = function (which) {
      var text = which ? said.getAttribute('data-' + which) : ''
      idle.hidden = !which
      if (said.textContent !== text) said.textContent = text
    }

    var look = function () {
      var left = seen + Number(idle.getAttribute('data-idle')) * MINUTE - Date.now()
      say(left <= 0 ? 'over' : left <= 5 * MINUTE ? 'soon' : '')
    }

    var stay = function () {
      var now = Date.now()
      if (!seen || now - asked < (idle.hidden ? 5 * MINUTE : 2000)) return
      asked = now
      fetch(idle.getAttribute('data-idle-address'), { cache: 'no-store', redirect: 'manual' })
        .then(function (answer) {
          // What is not 204 leads to the sign-in page.
          if (answer.status === 204) seen = now
          else if (answer.type === 'opaqueredirect') seen = 0
          look()
        }, look)
    }

    setInterval(look, 15000)
    document.addEventListener('visibilitychange', look)
    document.addEventListener('keydown', stay)
    document.addEventListener('pointerdown', stay)
  }

  // What somebody wrote to themselves goes when the page goes.
  window.addEventListener('pagehide', function () {
    document.querySelectorAll('textarea[data-reflection]').forEach(function (area) {
      area.value = ''
    })
  })

  // The same form twice within two seconds is one click too many.
  var sent = new WeakMap()
  document.addEventListener('submit', function (event) {
    var now = Date.now()
    if (now - (sent.get(event.target) || 0) < 2000) return event.preventDefault()
    sent.set(event.target, now)
    // What takes its time says so.
    var working = event.target.querySelector('[data-working]')
    if (working) working.textContent = working.getAttribute('data-working')
  })

  // What is shown on a large screen is turned with the arrows, as a remote control does.
  var turns = { ArrowRight: 'next', PageDown: 'next', ArrowLeft: 'prev', PageUp: 'prev' }
  var arrows = document.querySelector('[data-arrows]')
  if (arrows) {
    document.addEventListener('keydown', function (event) {
      var way = !event.ctrlKey && !event.altKey && !event.metaKey && turns[event.key]
      var link = way && arrows.querySelector('[rel=' + way + ']')
      if (!link) return
      event.preventDefault()
      link.click()
    })
  }

  // Errors, a result or a message come before the rest of the page.
  var first = document.querySelector('[data-error-summary]') ||
    document.querySelector('[data-focus]')
  if (first) {
    // No jump when its beginning is in view already.
    first.focus({ preventScroll: first.getBoundingClientRect().top < window.innerHeight - 40 })
  }
})()
