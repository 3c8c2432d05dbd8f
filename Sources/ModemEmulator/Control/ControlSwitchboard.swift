import EventLoop

/// The sticks behind one control socket, counted from 1.
@LoopActor struct ControlSwitchboard {
    let targets: [any ControlTarget]

    /// The answer, nil for a plain `ok`.
    func perform(_ request: ControlRequest) async throws(ControlError) -> String? {
        switch request.selection {
        case .unspecified where targets.count == 1: return try await targets[0].perform(request.command)
        case .unspecified: throw ControlError("which stick: 1 to \(targets.count), or all")
        case .number(let number):
            guard targets.indices.contains(number - 1) else {
                throw ControlError("no stick \(number); there are 1 to \(targets.count)")
            }
            return try await targets[number - 1].perform(request.command)
        case .all: return try await performAll(request.command)
        }
    }

    /// At the same time, as a hub that loses its power does it. Answers become a list, and so do errors.
    private func performAll(_ command: ControlCommand) async throws(ControlError) -> String? {
        let tasks = targets.map { target in
            Task { @LoopActor () -> Result<String?, ControlError> in
                do throws(ControlError) { return .success(try await target.perform(command)) } catch {
                    return .failure(error)
                }
            }
        }
        var answers: [String] = []
        var errors: [String] = []
        for (index, task) in tasks.enumerated() {
            switch await task.value {
            case .success(let answer): if let answer { answers.append(answer) }
            case .failure(let error): errors.append("stick \(index + 1): \(error)")
            }
        }
        if !errors.isEmpty { throw ControlError(errors.joined(separator: "; ")) }
        return answers.isEmpty ? nil : "[\(answers.joined(separator: ","))]"
    }
}
