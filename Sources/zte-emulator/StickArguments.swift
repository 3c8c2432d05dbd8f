import ArgumentParser
import EventLoop
import ModemEmulator

/// Which stick, which card, and how fast they are.
struct StickArguments: ParsableArguments {
    @Option(help: "The model.")
    var family = StickFamily.mf622

    @Option(help: "15 digits.")
    var imei = "356938035643809"

    @Option(help: "15 digits.")
    var imsi = "262011234567890"

    @Option(help: "19 or 20 digits.")
    var iccid = "8949020000012345678"

    @Option(
        help:
            "The subscriber's own number as the card has it stored, 3 to 20 digits, with a + or without; none if left out."
    )
    var ownNumber: String?

    @Option(help: "The card asks for this PIN; without it, it asks for none.")
    var pin: String?

    @Option(help: "The card's PUK.")
    var puk = "12345678"

    @Flag(help: "There is no card in the slot.")
    var noSim = false

    @Option(help: "Country and network code of the operator.")
    var operatorCode = "26201"

    @Option(help: "Name of the operator.")
    var operatorName = "T-Mobile D"

    @Option(help: "Signal as +CSQ has it, 0 to 31 or 99.")
    var signal = 18

    @Flag(help: "Location and cell in +CREG without quotes.")
    var unquotedLocation = false

    @Flag(help: "Never send +ZUSIMR:2.")
    var noFlood = false

    @Option(help: "Gives no answer to commands that begin with this, such as AT+CIMI; may be given several times.")
    var deafTo: [String] = []

    @OptionGroup var network: NetworkArguments

    @Option(help: "Seconds from power-on or PIN to registration.")
    var delayRegister = 1.5

    @Option(help: "Seconds from ATD to CONNECT.")
    var delayDial = 0.3

    @Option(help: "Seconds between two +ZUSIMR:2.")
    var delayFlood = 1.0

    func validate() throws {
        try Self.check("imei", imei, 15...15)
        try Self.check("imsi", imsi, 15...15)
        try Self.check("iccid", iccid, 19...20)
        let ownDigits = ownNumber.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 }
        try Self.check("own-number", ownDigits ?? "000", 3...20)
        try Self.check("pin", pin ?? "0000", 4...8)
        try Self.check("puk", puk, 8...8)
        try Self.check("operator-code", operatorCode, 5...6)
        try Self.checkDelays([delayRegister, delayDial, delayFlood])
        guard (0...31).contains(signal) || signal == 99 else { throw ValidationError("--signal wants 0 to 31, or 99") }
    }

    /// - Parameter offset: how many there were before it of `run --count`.
    func state(offset: Int = 0) -> StickState {
        let imei = StickNumbers.imei(imei, offset: offset)
        let imsi = StickNumbers.counted(imsi, offset: offset)
        let iccid = StickNumbers.counted(iccid, offset: offset)
        var card = SIMCard(imsi: imsi, iccid: iccid, pin: pin ?? "0000", puk: puk, asksForPIN: pin != nil)
        card.number = ownNumber
        var state = StickState(identity: family.identity(imei: imei), sim: noSim ? nil : card)
        state.quirks = family.quirks
        if unquotedLocation { state.quirks.unquotedLocation = true }
        state.quirks.ignoredCommands = deafTo.map { $0.uppercased() }
        if noFlood { state.quirks.floodsUntilStorageIsRead = false }
        state.network.operatorCode = operatorCode
        state.network.operatorName = operatorName
        state.network.signal = signal
        network.apply(to: &state)
        return state
    }

    var timing: StickTiming {
        var timing = StickTiming()
        timing.register = .seconds(delayRegister)
        timing.dial = .seconds(delayDial)
        timing.send = .seconds(network.delaySend)
        timing.ussd = .seconds(network.delayUssd)
        timing.flood = .seconds(max(delayFlood, 0.01))
        return timing
    }

    static func checkDelays(_ seconds: [Double]) throws {
        guard seconds.allSatisfy({ (0...3600).contains($0) }) else {
            throw ValidationError("delays are seconds, 0 to 3600")
        }
    }

    private static func check(_ name: String, _ digits: String, _ length: ClosedRange<Int>) throws {
        let areDigits = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard areDigits, length.contains(digits.utf8.count) else {
            let size = length.count == 1 ? "\(length.lowerBound)" : "\(length.lowerBound) to \(length.upperBound)"
            throw ValidationError("--\(name) wants \(size) digits")
        }
    }
}

/// Where its calls end.
struct PeerArguments: ParsableArguments {
    @Option(help: "Keeps several sticks apart: namespace zte-netN, host address 10.0.N.2.")
    var number = 1

    @Option(help: "The network wants a user and a password, by that protocol.")
    var require: PeerAuthentication.Method?

    @Option(help: "Who may call, where the network asks.")
    var user = "user"

    @Option(help: "And the password.")
    var password = "password"

    static let last = 255

    @Flag(help: "Contexts may be of IPv6 too, and calls offer it; a prefix nobody announces.")
    var ipv6 = false

    @Flag(help: "Every call gets another address: 10.0.N.2, 10.0.N.3 and so on.")
    var renumber = false

    /// Of the stick that has `offset` others before it.
    @LoopActor func network(offset: Int = 0) throws -> PeerNetwork {
        try PeerNetwork(
            number: number + offset, authentication: authentication, offersIPv6: ipv6, renumbers: renumber)
    }

    private var authentication: PeerAuthentication? {
        require.flatMap { PeerAuthentication($0, user: user, password: password) }
    }

    func validate() throws {
        if require != nil, authentication == nil {
            throw ValidationError("--user and --password want 1 to 64 letters, digits and signs, without \" \\ #")
        }
        guard (0...Self.last).contains(number) else { throw ValidationError("--number wants 0 to \(Self.last)") }
    }
}

extension PeerAuthentication.Method: ExpressibleByArgument {}

let defaultControlPath = "/run/zte-emulator.sock"
