/// What was looked at, and what is to be done.
struct Diagnosis {
    struct Finding: CustomStringConvertible {
        enum Grade: String {
            case fine, notable, wrong
        }

        var grade: Grade
        var subject: String
        var text: String

        var description: String {
            let grade = self.grade.rawValue
            return grade + String(repeating: " ", count: 9 - grade.count) + "\(subject): \(text)"
        }
    }

    private(set) var findings: [Finding] = []

    var isIll: Bool { findings.contains { $0.grade == .wrong } }

    mutating func add(_ grade: Finding.Grade, _ subject: String, _ text: String) {
        findings.append(Finding(grade: grade, subject: subject, text: text))
    }

    /// Tells what came of a check: its text where it is fine, or why it is not.
    mutating func add(
        _ subject: String, _ check: () throws -> String, otherwise advice: String
    ) {
        do {
            add(.fine, subject, try check())
        } catch {
            add(.wrong, subject, "\(error); \(advice)")
        }
    }
}
