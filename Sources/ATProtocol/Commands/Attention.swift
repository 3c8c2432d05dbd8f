extension AT {
    /// `AT`: is anybody there?
    package struct Attention: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT") }
    }
}
