/// Everything the firmware knows, shared by its ports.
package struct StickState: Equatable, Sendable {
    package struct Identity: Equatable, Sendable {
        package var manufacturer: String
        package var model: String
        package var revision: String
        /// 15 digits.
        package var imei: String
    }

    /// Oddities of one firmware or another.
    package struct Quirks: Equatable, Sendable {
        /// Location and cell in +CREG without quotes.
        package var unquotedLocation = false
        /// ATZ answers ERROR.
        package var refusesReset = true
        /// ATI answers nothing but OK.
        package var silentInformation = true
        /// Repeats +ZUSIMR:2 until somebody asks +CPMS?.
        package var floodsUntilStorageIsRead = true
        /// Diagnostics send zeros, whether somebody asks or not.
        package var sendsZeros = false
        /// Names of commands the firmware has never heard of.
        package var unknownCommands: Set<String> = []
        /// Command lines that begin with one of these, in capitals, get no answer.
        package var ignoredCommands: [String] = []
        package var ports = PortOddities()
        /// How +CUSD wants its text, and gives it.
        package var ussdForm = UssdForm.text
        /// A comma in `+CDS: ,25`, where there is nothing to separate.
        package var commaInReports = false
        /// Contexts may be of IPv6, too.
        package var knowsIPv6 = false
    }

    struct Context: Equatable, Sendable {
        var type: String
        var accessPoint: String
        var isActive = false
    }

    package var identity: Identity
    package var quirks = Quirks()
    /// nil: no card in the slot.
    package var sim: SIMCard?
    package var network = RadioNetwork()
    package var messages = StickMessages()
    /// +CSCS.
    var characterSet = CharacterSet.ira
    /// +CUSD: whether answers are shown.
    var showsUssd = false
    /// +CFUN: 0 or 4 off, 1 on.
    var functionality = 1
    var contexts: [Int: Context] = [:]
    /// In the flash: whether it shows its CD-ROM after power-on (+ZCDRUN).
    package var showsDisc = true
    /// Somebody has asked +CPMS? and got an answer.
    var storageWasRead = false
    /// The context of the call that is up.
    var activeCall: Int?

    package init(identity: Identity, sim: SIMCard?) {
        self.identity = identity
        self.sim = sim
    }

    /// The radio is on and the card open: nothing keeps the stick from looking for a network.
    var canRegister: Bool { functionality == 1 && sim?.lock == SIMCard.Lock.none }

    /// A radio that is off hears nothing.
    var hearsNetwork: Bool { functionality == 1 && network.hasSignal }

    /// Power-on: what lives in memory is gone, what lives on the card or in flash stays.
    mutating func powerOn() {
        sim?.powerOn()
        functionality = 1
        storageWasRead = false
        quirks.ports.isAsleep = false
        activeCall = nil
        network.powerOn()
        messages.powerOn()
        characterSet = .ira
        showsUssd = false
        for number in contexts.keys { contexts[number]?.isActive = false }
    }

    /// Why a command that needs the open card cannot have it.
    var simError: EquipmentError? {
        guard let sim else { return .simNotInserted }
        return sim.lockError
    }
}
