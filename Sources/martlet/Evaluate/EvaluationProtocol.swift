import Evaluation

/// How the figures are called and which decides.
enum EvaluationProtocol {
    case sequence
    case sessions

    /// Items of an answer.
    var listLength: Int { self == .sequence ? 10 : 20 }

    /// What is reported, under which name and times what. The first two also without the favour
    /// for popular items.
    var metrics: [(metric: Metric, name: String, scale: Double)] {
        switch self {
        case .sequence:
            [
                (.hitRate(10), "HR@10", 1), (.ndcg(10), "NDCG@10", 1),
                (.recall(10), "Recall@10", 1), (.reciprocalRank(10), "MRR@10", 1), (.auc, "AUC", 1),
            ]
        case .sessions:
            [
                (.hitRate(20), "P@20", 100), (.reciprocalRank(20), "MRR@20", 100),
                (.ndcg(20), "NDCG@20", 1), (.hitRate(10), "HR@10", 1),
            ]
        }
    }

    /// What settings are chosen by.
    var decisive: Metric { self == .sequence ? .ndcg(10) : .ndcg(20) }
}
