// For authors: a page asks once a second whether the content has changed, and then shows itself anew.
(function () {
  'use strict'

  var shown = document.currentScript.getAttribute('data-version')

  function ask() {
    fetch('/version', { cache: 'no-store' })
      .then(function (answer) { return answer.ok ? answer.text() : shown })
      .then(function (version) {
        if (version === shown) setTimeout(ask, 1000)
        else window.location.reload()
      })
      .catch(function () { setTimeout(ask, 1000) })
  }

  setTimeout(ask, 1000)
})()
