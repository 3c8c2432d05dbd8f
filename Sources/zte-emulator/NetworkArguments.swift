import ArgumentParser
import ModemEmulator

/// Messages, USSD and what the network calls itself.
struct NetworkArguments: ParsableArguments {
    @Option(help: "How many messages the card holds.")
    var simSlots = 20

    @Option(help: "How many the stick itself holds.")
    var ownSlots = 40

    @Flag(help: "A comma too many in +CDS: ,25.")
    var commaInReports = false

    @Option(help: "How +CUSD wants its text, and gives it.")
    var ussdForm = UssdForm.text

    @Flag(help: "The list of networks has names with trash in them.")
    var garbageNames = false

    @Option(help: "Seconds from the end of a message to its reference.")
    var delaySend = 0.2

    @Option(help: "Seconds from +CUSD to what the network says.")
    var delayUssd = 0.3

    func validate() throws {
        guard (0...1000).contains(simSlots), (0...1000).contains(ownSlots) else {
            throw ValidationError("--sim-slots and --own-slots want 0 to 1000")
        }
        try StickArguments.checkDelays([delaySend, delayUssd])
    }

    func apply(to state: inout StickState) {
        state.sim?.messages = MessageSlots(capacity: simSlots)
        state.messages.own = MessageSlots(capacity: ownSlots)
        state.quirks.commaInReports = commaInReports
        state.quirks.ussdForm = ussdForm
        if garbageNames { state.network.neighbours += RadioNetwork.garbageNeighbours }
    }
}

extension UssdForm: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] {
        [
            UssdForm.text.rawValue: "In the character set of +CSCS.",
            UssdForm.packed.rawValue:
                "Packed septets in hexadecimal digits, UCS-2 where they do not do; plain text is refused.",
            UssdForm.ucs2.rawValue: "UCS-2 in hexadecimal digits, always.",
        ]
    }
}
