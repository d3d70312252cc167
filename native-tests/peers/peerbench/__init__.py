"""1x1 convolutions as PyTorch runs them: what Pointwise is compared with.

Only the modules that say so import torch.
"""
