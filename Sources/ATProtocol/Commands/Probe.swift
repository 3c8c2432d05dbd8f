extension AT {
    /// Does this port speak AT at all? Turns the echo off and asks for the message storage.
    ///
    /// The question every ZTE stick answers at once, with or without a SIM: some flood the port with `+ZUSIMR` until the
    /// message storage has been asked for. Any final result counts, so there is nothing to return.
    package struct Probe: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("ATE0+CPMS?", answer: .lines("+CPMS:")) }

        package func reply(to response: ATResponse) throws(ATError) {
            switch response.final {
            case .ok, .error, .notSupported, .cme, .cms: return
            case .connect, .noCarrier, .busy, .noDialtone, .noAnswer: throw response.unexpected()
            }
        }
    }
}
