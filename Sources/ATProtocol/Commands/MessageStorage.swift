extension AT {
    /// `AT+CPMS?`: where messages are kept (3GPP TS 27.005, 3.2.2). What it says is of no interest here: some firmware announces
    /// its messages without end until it has been asked.
    package struct MessageStorageQuery: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CPMS?", answer: .lines("+CPMS:")) }
    }
}

extension ATError {
    /// The SIM is there and not done yet (27.007, 9.2: 14; 27.005, 3.2.5: 314).
    package var isBusySIM: Bool {
        switch self {
        case .cme(let reason): reason.code == .simBusy
        case .cms(let code): code == 314
        case .error, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .portLost, .portSilent, .overflow, .notReady,
            .unexpectedResponse:
            false
        }
    }
}
