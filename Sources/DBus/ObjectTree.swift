import EventLoop

@LoopActor final class ObjectTree {
    func detached(from: Connection) {}; func receive(_ m: borrowing Message, on c: Connection) {}
}
