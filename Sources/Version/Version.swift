/// The version of the three programs, as `--version` and the bus tell it.
package enum Version {
    package static let current = "0.1.0"
}
