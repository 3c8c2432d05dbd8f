/// Whose tables a text of 7 bits uses beside the default alphabet (3GPP TS 23.038, 6.2.1.2.4).
enum NationalLanguage: UInt8, CaseIterable {
    case none = 0
    case turkish, spanish, portuguese, bengali, gujarati, hindi, kannada, malayalam, oriya, punjabi, tamil, telugu, urdu

    /// A language that is not known is none.
    init(identifier: UInt8) { self = NationalLanguage(rawValue: identifier) ?? .none }
}
