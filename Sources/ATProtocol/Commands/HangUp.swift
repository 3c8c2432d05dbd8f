extension AT {
    /// `ATH`: ends the call. Ask on a port that is in command mode.
    package struct HangUp: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("ATH", deadline: .seconds(10)) }
    }
}
