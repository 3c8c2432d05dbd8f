extension AT {
    /// `AT+ZOPRT?`: ZTE's own question whether the stick is online. On some firmware it wakes a port of calls that sleeps.
    package struct OperatingStateQuery: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+ZOPRT?", answer: .lines("+ZOPRT:", "+ZOPRT=")) }
    }
}
