package import DeviceCatalog

/// What a caller of Switch wants; every value checked.
package struct SwitchOptions: Equatable, Sendable {
    /// What the stick is to be. Raw values are what the bus takes.
    package enum Target: String, CaseIterable, Sendable {
        case modem, storage
    }

    /// Whether the stick shows its CD-ROM when it is plugged in. Raw values are what the bus takes.
    package enum CDROM: String, CaseIterable, Sendable {
        case off, on
    }

    package let target: Target
    /// The only method to try; nil leaves the choice to the service.
    package let method: SwitchMethod.Kind?
    /// Although its CD-ROM is mounted.
    package let isForced: Bool
    /// Nil leaves it as it is.
    package let cdROM: CDROM?

    /// To a modem, if nothing speaks against it.
    package static let plain = SwitchOptions()

    private init() { (target, method, isForced, cdROM) = (.modem, nil, false, nil) }

    /// - Throws: ``InvalidValue`` for words that are none of those allowed, and for options that contradict each other.
    package init(
        target: String? = nil, method: String? = nil, isForced: Bool = false, cdROM: String? = nil
    ) throws(InvalidValue) {
        self.target = try Self.word(target, "target") ?? .modem
        self.method = try Self.word(method, "method")
        self.cdROM = try Self.word(cdROM, "cd-rom")
        self.isForced = isForced
        if self.method != nil, self.target == .storage {
            throw InvalidValue("method", "goes with the target modem: there is one way back to storage")
        }
        if self.method != nil, self.cdROM != nil {
            throw InvalidValue("method", "does not go with cd-rom, which is for a stick that is a modem already")
        }
        if self.cdROM == .off, self.target == .storage {
            throw InvalidValue("cd-rom", "cannot be off for a stick that is to be a CD-ROM")
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String?, _ name: String
    ) throws(InvalidValue) -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            throw InvalidValue(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
