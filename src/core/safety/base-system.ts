/** Words of an image's tag that name what lies below the software: distributions, their releases, and how much of them there is. */
const BASES = new Set(
  `alpine debian ubuntu fedora centos rockylinux almalinux oraclelinux amazonlinux photon wolfi distroless busybox scratch musl glibc
  stretch buster bullseye bookworm trixie forky sid bionic focal jammy noble plucky ubi ubi8 ubi9 ubi10 windowsservercore nanoserver
  slim minimal`.split(/\s+/),
)

/**
 * The base of an image as its tag names it: `alpine3.19`, `debian bookworm slim`; empty where it names none. A date or build number beside it
 * (`bookworm-20250428`) is the same base in a newer build.
 */
export function baseOf(version: string): string {
  const words = version.slice(0, 200).toLowerCase().split(/[-_+]/)
  return words.filter((word) => BASES.has(word) || BASES.has(word.replace(/[\d.]+$/, ''))).join(' ')
}
