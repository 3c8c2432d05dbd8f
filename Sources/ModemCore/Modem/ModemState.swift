/// Where a stick is on its way from the plug to a connection. Raw values are what the bus shows.
package enum ModemState: String, CaseIterable, Sendable {
    /// Shows itself as a CD-ROM.
    case storage
    /// Has been told to become a modem.
    case switching
    /// Is a modem; its ports are still appearing.
    case settling
    /// Its ports are asked whether they take AT commands.
    case probing
    /// The SIM wants a PIN or PUK.
    case locked
    /// Radio off, or the ports lent to another program.
    case disabled
    /// Identity, SIM and radio are being read and turned on.
    case enabling
    /// Looks for a network.
    case searching
    case registered
    case connecting
    case connected
    case disconnecting
    /// Cannot go on by itself; `StateReason` says why.
    case failed

    /// In a state that has to pass a stick stays no longer than this, whatever it does: ports that take nothing are half a
    /// minute in closing, one after the other, and a call is tried by each number on each port. Nil for those that last.
    package var longestStay: Duration? {
        switch self {
        case .switching, .settling, .probing, .enabling, .connecting, .disconnecting: .seconds(15 * 60)
        case .storage, .locked, .disabled, .searching, .registered, .connected, .failed: nil
        }
    }
}

/// Why the state is what it is, for programs. Raw values are what the bus shows.
package enum StateReason: String, CaseIterable, Sendable {
    case none
    case switchIgnored = "switch-ignored"
    case switchNoReturn = "switch-no-return"
    case switchBouncing = "switch-bouncing"
    /// A CD-ROM that the configuration or its entry says to leave one.
    case autoSwitchOff = "auto-switch-off"
    /// It stayed a modem, or came back as one, when it was to be a CD-ROM.
    case noWayBack = "no-way-back"
    case unknownDevice = "unknown-device"
    /// A stick that connects by itself, or by a program that speaks QMI.
    case networkStick = "network-stick"
    /// A known stick that nobody has said of how to drive it.
    case notDriven = "not-driven"
    case usbAccess = "usb-access"
    case noDriver = "no-driver"
    case portsBusy = "ports-busy"
    case portsAccess = "ports-access"
    case outOfResources = "out-of-resources"
    case noAnswer = "no-answer"
    /// During a call only: it goes on, and nothing else is known.
    case controlSilent = "control-silent"
    case simMissing = "sim-missing"
    case simFailure = "sim-failure"
    case simPin = "sim-pin"
    case simPuk = "sim-puk"
    /// The SIM asks for its PIN, as after ``simPin``, and the stored one is no help.
    case pinRefused = "pin-refused"
    case pinRetriesUnknown = "pin-retries-unknown"
    case pinRetriesLow = "pin-retries-low"
    case pinSentBefore = "pin-sent-before"
    case pinNotTried = "pin-not-tried"
    case registrationDenied = "registration-denied"
    /// Somebody has turned the radio off.
    case radioOff = "radio-off"
    /// Another program has borrowed the ports.
    case inhibited
    /// The machine sleeps, or is about to.
    case suspended
    case requested
    case noCarrier = "no-carrier"
    case callEnded = "call-ended"

    init(_ failure: ModeSwitch.Failure) {
        switch failure {
        case .ignored: self = .switchIgnored
        case .vanished: self = .switchNoReturn
        case .unknownDevice: self = .unknownDevice
        case .noAccess: self = .usbAccess
        }
    }

    init(_ failure: StorageReturn.Failure) {
        switch failure {
        case .noWayBack: self = .noWayBack
        case .vanished: self = .switchNoReturn
        case .unknownDevice: self = .unknownDevice
        case .noAccess: self = .usbAccess
        }
    }

    /// Whether it may pass by itself, so that the ports are tried again now and then.
    var isRetried: Bool {
        switch self {
        case .portsBusy, .portsAccess, .outOfResources, .noAnswer: true
        case .none, .switchIgnored, .switchNoReturn, .switchBouncing, .autoSwitchOff, .noWayBack, .unknownDevice,
            .networkStick, .notDriven, .usbAccess, .noDriver, .controlSilent, .simMissing, .simFailure, .simPin,
            .simPuk, .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried, .registrationDenied,
            .radioOff, .inhibited, .suspended, .requested, .noCarrier,
            .callEnded:
            false
        }
    }

    /// The SIM waits for its PIN, whatever became of a stored one.
    var asksForPIN: Bool {
        switch self {
        case .simPin, .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried: true
        case .none, .switchIgnored, .switchNoReturn, .switchBouncing, .autoSwitchOff, .noWayBack, .unknownDevice,
            .networkStick, .notDriven, .usbAccess, .noDriver, .portsBusy, .portsAccess, .outOfResources, .noAnswer,
            .controlSilent, .simMissing, .simFailure, .simPuk, .registrationDenied, .radioOff, .inhibited, .suspended,
            .requested, .noCarrier, .callEnded:
            false
        }
    }

    /// One sentence for a person: what it means and what to do. Empty where there is nothing to do.
    package var message: String {
        switch self {
        case .none, .requested: ""
        case .switchIgnored:
            "The stick stayed a CD-ROM after every attempt to switch it; unplug it, wait ten seconds and plug it in again."
        case .switchNoReturn:
            "The stick left the bus when it was switched and did not come back; unplug it and plug it in again."
        case .switchBouncing:
            "The stick became a modem and fell back to a CD-ROM three times within two minutes; plug it into another port or a hub with a power supply, or call Switch to try once more."
        case .autoSwitchOff:
            "The stick is left a CD-ROM, as auto-switch = no says; call Switch or Connect to make a modem of it."
        case .noWayBack:
            "The stick is a modem still after all that could be tried; it has no way back to a CD-ROM, or its CD-ROM is turned off: the option cd-rom of Switch turns it on."
        case .unknownDevice:
            "The stick came back as a device that is not in the catalogue; add an entry for it to /etc/zte-modem/devices.d."
        case .networkStick:
            "The stick is a network card, which this service does not drive: use its own web page, or ModemManager if it has none."
        case .notDriven:
            "The stick is switched, but which of its ports does what is not known; try ModemManager, or add an entry for it to /etc/zte-modem/devices.d."
        case .usbAccess:
            "The stick's USB interface may not be used or is held by another program; stop that, or check the udev rules and plug it in again."
        case .noDriver:
            "No serial ports appeared; load the kernel module 'option' (modprobe option) and plug the stick in again."
        case .portsBusy:
            "Another program holds the stick's serial ports; stop it (often ModemManager), the stick is tried again by itself."
        case .portsAccess:
            "The stick's serial ports may not be opened: udev gives them to the group dialout; start systemd-udevd, then 'udevadm trigger'."
        case .outOfResources:
            "The service has no file descriptors or memory left to open the stick's ports; it tries again by itself."
        case .noAnswer:
            "No port of the stick answers AT commands; unplug it, wait ten seconds and plug it in again."
        case .controlSilent:
            "The call goes on, but the stick answers no commands: signal and operator are not known."
        case .simMissing:
            "There is no SIM in the stick; insert one, and plug the stick in again if it does not notice within ten seconds."
        case .simFailure: "The SIM does not answer; take it out, clean it and insert it again."
        case .simPin: "The SIM wants its PIN; send it with the method SendPin or with the setting 'pin' of connect."
        case .simPuk:
            "The SIM is blocked and wants its PUK, which the operator has; send it with the method SendPuk or 'zte-client sim puk'."
        case .pinRefused:
            "The SIM refused the stored PIN, which is not sent again; correct it in its profile, and unlock the SIM with the method SendPin or 'zte-client sim unlock'."
        case .pinRetriesUnknown:
            "The stored PIN was not sent, because the stick does not tell how many tries are left; unlock the SIM with the method SendPin or 'zte-client sim unlock'."
        case .pinRetriesLow:
            "The stored PIN was not sent, because fewer than three tries are left; the right one, sent with the method SendPin or 'zte-client sim unlock', counts anew."
        case .pinSentBefore:
            "A stored PIN was sent since the machine was started, this SIM has not been seen open after it, and none is sent a second time; unlock the SIM with the method SendPin or 'zte-client sim unlock'."
        case .pinNotTried:
            "The stored PIN was not sent, because it could not be written down first that it was: the disk takes nothing, or the SIM does not say who it is; unlock it with the method SendPin or 'zte-client sim unlock'."
        case .registrationDenied: "The network refuses this SIM; ask the operator whether it is active."
        case .radioOff: "The radio is off; turn it on with the method Enable."
        case .inhibited:
            "Another program has borrowed the stick's ports; the service takes them back when that has ended or gives them back."
        case .suspended:
            "The machine goes to sleep; the stick is looked at again, and can be connected, when it is awake."
        case .noCarrier: "The network ended or refused the call; check the APN and try again."
        case .callEnded: "The call has ended; LastError says why."
        }
    }
}

/// What the stick presents itself as.
package enum ModemMode: String, Sendable {
    case storage, modem
    /// A network card; the service only says so.
    case network
}
