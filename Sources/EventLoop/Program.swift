internal import CPosix
internal import Glibc

extension EventLoop {
    /// The body of a program: runs `main` on the loop, on this thread, and exits with what it returns.
    package static func exit(with main: @escaping @LoopActor () async -> Int32) -> Never {
        let loop = EventLoop.main
        // A continuation resumes by way of the runtime's global executor, which would start a pool of threads just to
        // pass the job on to the loop. With this, everything runs on the one thread.
        cposix_receive_global_jobs { job in
            guard let job else { return }
            // The runtime's own representation of a job: one pointer, which it hands to C hooks as it is.
            EventLoop.main.enqueue(unsafeBitCast(job, to: UnownedJob.self))
        }
        // Touched on the loop's thread only: written by the task, read after run() has returned on this thread.
        nonisolated(unsafe) let result = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        result.initialize(to: 0)
        Task { @LoopActor in
            result.pointee = await main()
            loop.stop()
        }
        loop.run()
        Glibc.exit(result.pointee)
    }
}
