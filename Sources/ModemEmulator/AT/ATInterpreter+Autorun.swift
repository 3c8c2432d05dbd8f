extension ATInterpreter {
    /// Whether the CD-ROM is shown after power-on. Prose, and no `+ZCDRUN:` in front.
    func autorun(_ values: [String], _ state: inout StickState) -> ATReply {
        switch values.first {
        case "4": return .line("Inquiry autorun open state result(0:NO 1:YES):\(state.showsDisc ? 1 : 0)")
        case "8":
            state.showsDisc = false
            return .line("Close autorun state result(0:FAIL 1:SUCCESS):1")
        case "9":
            state.showsDisc = true
            return .line("Open autorun state result(0:FAIL 1:SUCCESS):1")
        default: return .refused(.incorrectParameters)
        }
    }
}
