internal import DeviceCatalog

// What can be told a person beyond what the reason itself says.
extension Modem.StateMachine {
    /// Nil where there is nothing to add.
    /// - Parameter holders: who was seen at the ports.
    func explanation(_ holders: [PortHolder]) -> String? {
        guard case .failed(let reason) = phase else { return nil }
        switch reason {
        case .portsBusy: return Self.explanation(holders)
        case .noDriver: return driver.flatMap { Self.explanation($0) }
        case .networkStick, .notDriven:
            switch presence {
            case .foreign(_, let stick): return Self.explanation(stick)
            case .unmapped(_, let stick?): return Self.explanation(stick, hasPorts: !ports.isEmpty)
            case .absent, .storage, .modem, .unmapped, .unknown: return nil
            }
        case .none, .switchIgnored, .switchNoReturn, .switchBouncing, .autoSwitchOff, .noWayBack, .unknownDevice,
            .usbAccess, .portsAccess,
            .outOfResources, .noAnswer, .controlSilent, .simMissing, .simFailure, .simPin, .simPuk,
            .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried,
            .registrationDenied, .radioOff, .inhibited, .suspended, .requested, .noCarrier, .callEnded:
            return nil
        }
    }

    private static func explanation(_ holders: [PortHolder]) -> String? {
        if holders.isEmpty { return nil }
        let names = holders.map { "\($0.command) (process \($0.processID))" }.joined(separator: ", ")
        return "Other programs hold the stick's serial ports: \(names); stop them, the stick is tried again by itself."
    }

    private static func explanation(_ answer: DriverAnswer) -> String? {
        switch answer {
        case .moduleMissing: nil
        case .adopted:
            "The kernel module 'option' knows the stick's id now and makes no serial ports of it; unplug it and plug it in again."
        case .unknownID:
            "No serial ports appeared, though the kernel module 'option' is loaded: it does not know this id; tell it by its file new_id, or use a newer kernel."
        case .refused(let why):
            "No serial ports appeared, and the kernel module 'option' could not be told the stick's id: \(why)."
        }
    }

    private static func explanation(_ stick: ForeignStick) -> String? {
        switch stick.kind {
        case .network(let drivers): explanation(stick, of: drivers)
        case .other(let reason):
            "The stick is switched, and this service does not drive it: \(reason); try ModemManager, or add an entry for it to /etc/zte-modem/devices.d."
        }
    }

    private static func explanation(_ stick: ForeignStick, of drivers: [ForeignStick.Driver]) -> String? {
        guard stick.quirks.contains(.networkByDHCP) else { return nil }
        return
            "The stick is a network card that is set up by DHCP alone, which this service does not drive: configure its interface like a wired one, and use its own web page."
    }

    private static func explanation(_ stick: ForeignStick, hasPorts: Bool) -> String? {
        guard case .other(let reason) = stick.kind else { return nil }
        let finding = hasPorts ? "none of its ports answers AT commands" : "no serial ports appeared"
        return
            "The stick is switched and cannot be driven: \(finding) (\(reason)); add an entry for it to /etc/zte-modem/devices.d, or mask 61-zte-modem-takeover.rules to leave it to ModemManager."
    }
}
