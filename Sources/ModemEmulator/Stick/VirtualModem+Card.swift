extension VirtualModem {
    /// The slot of these sticks can be reached while they run. A card that is put back asks for its PIN again.
    func moveCard(_ isIn: Bool) throws(ControlError) {
        switch (isIn, state.sim, removedCard) {
        case (false, let card?, _):
            removedCard = card
            state.sim = nil
        case (true, nil, var card?):
            card.powerOn()
            removedCard = nil
            state.sim = card
        case (false, nil, _): throw ControlError("there is no card in the stick")
        case (true, nil, nil): throw ControlError("there is no card to put in")
        case (true, .some, _): throw ControlError("the card is in the stick")
        }
        log.write("stick: card \(isIn ? "in" : "out")")
        settle()
    }
}
