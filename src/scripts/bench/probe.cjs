// Loaded before what is measured: tells its CPU time and peak memory at the end. CommonJS, for the loader of ES modules would count as part of it.
const { writeSync } = require('node:fs')

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(3, JSON.stringify([userCPUTime + systemCPUTime, maxRSS]))
})
