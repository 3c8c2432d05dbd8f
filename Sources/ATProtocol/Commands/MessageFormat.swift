extension AT {
    /// `AT+CMGF=0` (3GPP TS 27.005, 3.2.3): messages as PDUs.
    package struct MessageFormat: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CMGF=", [.number(0)]) }
    }

    /// `AT+CSMS=0` (3GPP TS 27.005, 3.2.1): which service. 0: messages need not be acknowledged by us; ZTE sticks that offer 1
    /// do not take the acknowledgement.
    package struct MessageService: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CSMS=", [.number(0)], answer: .lines("+CSMS:")) }
    }
}
