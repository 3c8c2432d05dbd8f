/// How long the stick takes, as measured on an MF622.
package struct StickTiming: Equatable, Sendable {
    /// From the switch command until it leaves the bus.
    package var leave = Duration.milliseconds(300)
    /// Off the bus, before it comes back as something else.
    package var offBus = Duration.milliseconds(1500)
    /// From power-on, or from the PIN, until it is registered.
    package var register = Duration.milliseconds(1500)
    /// From ATD to CONNECT.
    package var dial = Duration.milliseconds(300)
    /// From AT+COPS=? to the list. Real ones take up to two minutes.
    package var scan = Duration.seconds(4)
    /// From the end of a message to its reference.
    package var send = Duration.milliseconds(200)
    /// From +CUSD to what the network says.
    package var ussd = Duration.milliseconds(300)
    /// Without SCSI commands, before a stick of the `driver-release` kind turns.
    package var driverRelease = Duration.seconds(4)
    /// Between two +ZUSIMR:2.
    package var flood = Duration.seconds(1)

    package init() {}
}
