package import DBus

/// `org.ztemodem1.Modem`, on each stick from the moment it is plugged in.
package enum ModemInterface {
    package static let name = BusName.ztemodem + ".Modem"

    package static let state = PropertyDeclaration<String>(
        name, "State",
        "What the stick is doing: storage, switching, settling, probing, locked, disabled, enabling, searching, registered, "
            + "connecting, connected, disconnecting or failed. It goes from storage to registered by itself; locked, "
            + "disabled and, for most reasons, failed wait for a person.")
    package static let stateReason = PropertyDeclaration<String>(
        name, "StateReason",
        "Why it is in this State, as a code such as no-driver or sim-missing; empty without a cause.")
    package static let stateMessage = PropertyDeclaration<String>(
        name, "StateMessage", "One sentence for a person about State and what to do about it; may be empty.")
    package static let physicalPort = PropertyDeclaration<String>(
        name, "PhysicalPort", "The kernel's name of the USB port the stick is in, such as 1-1.2.", change: .constant)
    package static let sysfsPath = PropertyDeclaration<String>(
        name, "SysfsPath", "Path of the USB device in sysfs; empty while the stick is off the bus.")
    package static let usbID = PropertyDeclaration<String>(
        name, "UsbId", "Vendor and product number in hexadecimal, such as 19d2:0001; they change with the mode.")
    package static let mode = PropertyDeclaration<String>(
        name, "Mode", "What the stick is on the bus: storage, modem or network; empty while it is off the bus.")
    package static let manufacturer = PropertyDeclaration<String>(
        name, "Manufacturer", "Maker as the stick reports it; empty while unknown.")
    package static let model = PropertyDeclaration<String>(
        name, "Model", "Model as the stick reports it; empty while unknown.")
    package static let revision = PropertyDeclaration<String>(
        name, "Revision", "Firmware as the stick reports it; empty while unknown.")
    package static let equipmentIdentifier = PropertyDeclaration<String>(
        name, "EquipmentIdentifier", "IMEI, 15 digits; empty while unknown.")
    package static let ports = PropertyDeclaration<[Structure<String, String>]>(
        name, "Ports",
        "Each tty of the stick, such as ttyUSB0, and its role: at, data, diag or unknown. What was found out counts more "
            + "than what the device data says.")
    package static let primaryPort = PropertyDeclaration<String>(
        name, "PrimaryPort", "The tty commands go through, such as ttyUSB1; empty while there is none.")
    package static let drivers = PropertyDeclaration<[String]>(
        name, "Drivers", "Kernel drivers of the stick's interfaces, such as option.")
    package static let switchMethod = PropertyDeclaration<String>(
        name, "SwitchMethod",
        "How the stick is switched from storage to modem: eject (the CD-ROM is ejected, and a message of the stick's maker may "
            + "follow), message (that alone) or driver-release (usb-storage is taken off it); empty where it need not be."
    )
    package static let switchAttempts = PropertyDeclaration<UInt32>(
        name, "SwitchAttempts", "How often a switch was tried since the stick was plugged in.")

    package static let switchMode = MethodDeclaration<[String: Value], Void>(
        name, "Switch",
        "Switches the stick from storage to modem, or back, and returns when it is there or has failed, after 45 s, 90 s "
            + "for the way back; one that is so already is left alone. Storage is left storage then until Switch, Connect or "
            + "a replug. The way back resets the USB device, which not every stick takes for a reason to show its CD-ROM: "
            + "one that stays a modem is answered with SwitchFailed. A connection has to be ended first.",
        ["options"], requires: .switchMode,
        fails: [.switchFailed, .mounted, .notSupported, .wrongState, .inProgress, .timeout])
    package static let connect = MethodDeclaration<[String: Value], [String: Value]>(
        name, "Connect",
        "Connects, and returns when that is done or has failed; what is missing is done first: the switch, the PIN, the "
            + "search for a network. The connection lasts until Disconnect, also when the caller leaves. The result has "
            + "interface s, address s, peer s and dns as.",
        ["settings"], returns: "result", requires: .connect,
        fails: [
            .simLocked, .simMissing, .wrongPin, .lastTry, .switchFailed, .mounted, .wrongState, .inProgress, .portsBusy,
            .notRegistered, .quotaExceeded,
            .dialFailed, .authenticationFailed, .pppFailed, .pppNotInstalled, .timeout, .aborted, .notSupported,
            .notFound,
        ])
    package static let disconnect = MethodDeclaration<Void>(
        name, "Disconnect",
        "Ends the connection or the attempt, and returns when pppd is gone, after 10 s at most; without one it does "
            + "nothing.",
        requires: .connect)
    package static let enable = MethodDeclaration<Bool, Void>(
        name, "Enable",
        "Turns the radio on or off, and returns when that is done; turning it off ends a connection first, and State is "
            + "disabled then, with the reason radio-off. It stays off until it is turned on again, a reset, or a replug.",
        ["on"], requires: .deviceControl, fails: [.wrongState, .inProgress, .simLocked, .simMissing, .timeout, .failed])
    package static let reset = MethodDeclaration<String, Void>(
        name, "Reset",
        "Starts anew, and ends a connection first: radio turns the radio off and on, and returns when it is on; modem "
            + "restarts the stick, and returns when the stick has taken the command: it may leave the bus and come back "
            + "within 40 s as the same object.",
        ["kind"], requires: .deviceControl,
        fails: [.wrongState, .inProgress, .simLocked, .simMissing, .timeout, .failed])
    package static let inhibit = MethodDeclaration<Bool, Void>(
        name, "Inhibit",
        "Lends the ports to the caller (true), or takes them back (false): until then, or until the caller leaves the bus or "
            + "the stick leaves its port, the service opens none of them, and State is disabled with the reason inhibited. "
            + "A connection has to be ended first.",
        ["on"], requires: .atCommand, fails: [.wrongState, .inProgress], isBoundToCaller: true)
    package static let command = MethodDeclaration<String, UInt32, String>(
        name, "Command",
        "Sends an AT command and returns the lines of the answer, the final result last, which may be an error of the stick. "
            + "Commands that dial, ask for a prompt or change the form of results are refused. The time limit is in ms, "
            + "1000 to 120000; 0 stands for 10000.",
        ["command", "timeout_ms"], returns: "answer", requires: .atCommand,
        fails: [.wrongState, .inProgress, .timeout, .failed])

    package static let exportDevice = MethodDeclaration<String>(
        reading: name, "ExportDevice",
        "Returns a device file of what was found out about this stick, ready for /etc/zte-modem/devices.d: its ids, the way it "
            + "was switched, what it came back as, its ports. It holds nothing that tells one stick from another of its kind.",
        returns: "file", fails: [.wrongState, .notSupported])

    package static let stateChanged = SignalDeclaration<String, String, String>(
        name, "StateChanged", "State went from one value to another, for the reason that is in StateReason.",
        ["old", "new", "reason"])

    package static let declaration = InterfaceDeclaration(
        name, "A stick, from plug to unplug.",
        methods: [switchMode, connect, disconnect, enable, reset, inhibit, command, exportDevice],
        properties: [
            state, stateReason, stateMessage, physicalPort, sysfsPath, usbID, mode, manufacturer, model, revision,
            equipmentIdentifier, ports, primaryPort, drivers, switchMethod, switchAttempts,
        ], signals: [stateChanged])
}
