extension AT {
    /// `AT+CMEE=1`: errors as numbers (3GPP TS 27.007, 9.1).
    package struct ErrorReporting: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CMEE=1") }
    }
}
