"""What is carried to a machine without a network: program, models, adapters and acts in one signed folder."""
