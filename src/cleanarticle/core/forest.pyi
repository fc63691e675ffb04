from typing import Self, final

import numpy as np
import numpy.typing as npt

@final
class Forest:
    def __new__(
        cls,
        questions: npt.NDArray[np.integer],
        thresholds: npt.NDArray[np.float32],
        leaves: npt.NDArray[np.float32],
        bias: npt.NDArray[np.float32],
    ) -> Self: ...
    @property
    def questions(self) -> npt.NDArray[np.int32]: ...
    @property
    def thresholds(self) -> npt.NDArray[np.float32]: ...
    @property
    def leaves(self) -> npt.NDArray[np.float32]: ...
    @property
    def bias(self) -> npt.NDArray[np.float32]: ...
    def predict(self, matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]: ...
    def predict_on_any_cpu(self, matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]: ...
