#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How the learning rate changes over a run.
package struct LearningRate: Hashable, Sendable {
    package enum Course: Hashable, Sendable {
        case constant
        /// In a straight line to the floor at the last step.
        case linear
        /// Along half a cosine (Loshchilov and Hutter, "SGDR", 2017).
        case cosine
    }

    package var course: Course
    /// The highest rate: that of the first step after the warm-up.
    package var peak: Float
    /// The rate at the last step and after it.
    package var floor: Float
    /// Steps of the warm-up, over which the rate rises in a straight line from 0.
    package var warmUpSteps: Int
    /// Steps of the whole run, warm-up included.
    package var steps: Int

    package init(
        _ course: Course, peak: Float, floor: Float = 0, warmUpSteps: Int = 0, steps: Int = 0
    ) {
        self.course = course
        self.peak = peak
        self.floor = floor
        self.warmUpSteps = warmUpSteps
        self.steps = steps
    }

    /// The rate of a step, counted from 1.
    package func rate(at step: Int) -> Float {
        if step <= warmUpSteps { return peak * Float(step) / Float(warmUpSteps + 1) }
        let passed = Float(step - warmUpSteps - 1)
        let share = min(1, passed / Float(max(1, steps - warmUpSteps - 1)))
        switch course {
        case .constant: return peak
        case .linear: return peak + (floor - peak) * share
        case .cosine: return floor + (peak - floor) * (1 + cos(.pi * share)) / 2
        }
    }
}
